import { useEffect } from 'react';
import type { Session } from '#shared/contract/users.ts';
import { client } from '#renderer/transport/client.ts';

/** The core hears of a touch at most this often. */
const TELL_EVERY_MS = 20_000;
const LOOK_EVERY_MS = 5_000;

/**
 * Locks the page after the idle minutes without a key, a click or a scroll. The core keeps the same
 * time: it locks by itself where this page does not, and a touch here is told to it.
 */
export function useIdleLock(session: Session | undefined): void {
  const isOn = session?.signInOn === true && session.user !== null && session.wait === null;
  const minutes = session?.idleMinutes ?? 0;
  useEffect(() => {
    if (!isOn || minutes === 0) return undefined;
    let touchedAt = Date.now();
    let toldAt = Date.now();
    const onTouch = () => {
      touchedAt = Date.now();
      if (touchedAt - toldAt < TELL_EVERY_MS) return;
      toldAt = touchedAt;
      // Where it cannot be told, the core locks a little early.
      client.session.touch().catch(() => undefined);
    };
    const timer = window.setInterval(() => {
      if (Date.now() - touchedAt < minutes * 60_000) return;
      client.session.lock().catch(() => undefined);
    }, LOOK_EVERY_MS);
    const events = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
    for (const name of events) window.addEventListener(name, onTouch, { passive: true });
    return () => {
      window.clearInterval(timer);
      for (const name of events) window.removeEventListener(name, onTouch);
    };
  }, [isOn, minutes]);
}
