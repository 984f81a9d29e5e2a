import { useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Browsers lose pixels beyond about 16 to 33 million; stay well below. */
const MAX_SCROLL_PX = 8_000_000;
const OVERSCAN = 8;

/** Which rows are drawn and where. */
export interface VirtualWindow {
  first: number;
  last: number;
  /** Height of the scrolled area in pixels. */
  height: number;
  /** Top of a row inside the scrolled area. */
  topOf: (index: number) => number;
  onScroll: () => void;
  /** Brings a row into view with the least movement. */
  reveal: (index: number) => void;
  /** Rows that fit in the view at once, at least 1. */
  rowsInView: number;
}

interface Position {
  first: number;
  last: number;
  /** Pixels by which the drawn rows are ahead of the scroll bar; 0 unless the area is scaled. */
  shift: number;
  view: number;
}

const same = (a: Position, b: Position) =>
  a.first === b.first && a.last === b.last && a.shift === b.shift && a.view === b.view;

/**
 * Windowing over rows of one height. Up to 8 million pixels it is plain native scrolling. Beyond, the
 * scroll bar is scaled: small movements stay exact to the pixel, big ones (dragging) jump.
 */
export function useVirtualWindow(
  box: RefObject<HTMLElement | null>,
  total: number,
  rowHeight: number,
  headHeight: number,
): VirtualWindow {
  const full = total * rowHeight;
  const height = Math.min(full, MAX_SCROLL_PX);
  const scaled = full > height;
  const [position, setPosition] = useState<Position>({ first: 0, last: 30, shift: 0, view: 0 });
  const scroll = useRef({ bar: 0, rows: 0 });

  const measure = () => {
    const element = box.current;
    if (element === null) return;
    const view = Math.max(0, element.clientHeight - headHeight);
    const bar = element.scrollTop;
    const farthest = Math.max(0, full - view);
    const farthestBar = Math.max(1, height - view);
    const before = scroll.current;
    let rows = bar;
    if (scaled) {
      const jumped = Math.abs(bar - before.bar) > view;
      rows = jumped ? (bar / farthestBar) * farthest : before.rows + (bar - before.bar);
      if (bar <= 0) rows = 0;
      if (bar >= farthestBar - 1) rows = farthest;
      rows = Math.min(Math.max(rows, 0), farthest);
    }
    scroll.current = { bar, rows };
    const first = Math.max(0, Math.floor(rows / rowHeight) - OVERSCAN);
    const last = Math.max(0, Math.min(total - 1, Math.ceil((rows + view) / rowHeight) + OVERSCAN));
    const next = { first, last, shift: rows - bar, view };
    setPosition((now) => (same(now, next) ? now : next));
  };
  const measured = useEffectEvent(measure);

  useLayoutEffect(() => {
    measured();
  }, [total]);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => measured());
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);

  const reveal = (index: number) => {
    const element = box.current;
    if (element === null) return;
    const { rows } = scroll.current;
    const top = index * rowHeight;
    const farthest = Math.max(0, full - position.view);
    let target = rows;
    if (top < rows) target = top;
    else if (top + rowHeight > rows + position.view) target = top + rowHeight - position.view;
    if (target === rows) return;
    const near = !scaled || Math.abs(target - rows) <= position.view;
    const bar = near
      ? element.scrollTop + (target - rows)
      : (target / Math.max(1, farthest)) * Math.max(1, height - position.view);
    element.scrollTo({ top: bar });
    scroll.current = { bar: element.scrollTop, rows: scaled ? target : element.scrollTop };
    measure();
  };

  return {
    first: position.first,
    last: Math.min(position.last, total - 1),
    height,
    topOf: (index) => index * rowHeight - position.shift,
    onScroll: measure,
    reveal,
    rowsInView: Math.max(1, Math.floor(position.view / rowHeight)),
  };
}
