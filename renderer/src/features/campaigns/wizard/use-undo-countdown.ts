import { useCallback, useEffect, useRef, useState } from 'react';

/** How long a person can take back *Send*, in seconds. */
export const UNDO_SECONDS = 5;

/** The second click of a double click lands where Undo has just appeared: it means nothing, in ms. */
const DOUBLE_CLICK_MS = 500;

/** A countdown that fires once, unless it is taken back. */
export type UndoCountdown = {
  /** Seconds left, or null when nothing is counting. */
  left: number | null;
  begin: () => void;
  undo: () => void;
};

/**
 * Counts down, then calls `fire` exactly once. Beginning again while it counts does nothing, so a
 * held key can neither skip nor double it; leaving the page takes it back.
 */
export function useUndoCountdown(fire: () => void): UndoCountdown {
  const [left, setLeft] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setInterval> | null>(null);
  const begunAt = useRef(0);
  const latest = useRef(fire);
  useEffect(() => {
    latest.current = fire;
  }, [fire]);

  const clear = useCallback(() => {
    if (timer.current !== null) clearInterval(timer.current);
    timer.current = null;
    setLeft(null);
  }, []);
  const begin = useCallback(() => {
    if (timer.current !== null) return;
    begunAt.current = performance.now();
    const endsAt = begunAt.current + UNDO_SECONDS * 1000;
    setLeft(UNDO_SECONDS);
    timer.current = setInterval(() => {
      const remaining = Math.ceil((endsAt - performance.now()) / 1000);
      if (remaining > 0) {
        setLeft(remaining);
        return;
      }
      clear();
      latest.current();
    }, 100);
  }, [clear]);
  const undo = useCallback(() => {
    if (performance.now() - begunAt.current >= DOUBLE_CLICK_MS) clear();
  }, [clear]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearInterval(timer.current);
      timer.current = null;
    },
    [],
  );
  return { left, begin, undo };
}
