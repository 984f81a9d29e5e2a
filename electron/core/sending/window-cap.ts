/**
 * A span is cut into so many slots; a slot is forgotten one slot later than it must be. So no
 * stretch of the span's length ever holds more than the limit, even if what left travels unevenly by
 * up to a slot, and the cap wastes at most two slots in each span: 2 %.
 */
const SLOTS = 100;

/** Counts what left in a sliding span of time. Times are ms on one clock that never jumps. */
export type WindowCap = {
  /** How much may leave at `now`. */
  available(now: number): number;
  /** How much of it is used at `now`, and since when; null: none of it. */
  use(now: number): { used: number; since: number | null };
  /** Notes that `amount` left at `now`, or earlier: what is read back from the database. */
  note(amount: number, now: number): void;
  /** Corrects a note: what was noted at `noted` really left at `left`, after a slow commit. */
  moved(amount: number, noted: number, left: number): void;
  /** The first moment from `now` on at which `amount` may leave; infinity where it exceeds the limit. */
  nextAt(amount: number, now: number): number;
};

/** See WindowCap. `limit` per `spanMs`. */
export function createWindowCap(limit: number, spanMs: number): WindowCap {
  const slotMs = spanMs / SLOTS;
  // Oldest first, without gaps: a hundred entries at the most.
  const slots: { slot: number; amount: number }[] = [];
  let used = 0;

  const forget = (now: number) => {
    const oldest = Math.floor((now - spanMs) / slotMs) - 1;
    while (slots[0] !== undefined && slots[0].slot < oldest) used -= slots.shift()?.amount ?? 0;
  };

  const note = (amount: number, now: number) => {
    const slot = Math.floor(now / slotMs);
    used += amount;
    const at = slots.findLastIndex((known) => known.slot <= slot);
    const known = slots[at];
    if (known?.slot === slot) known.amount += amount;
    else slots.splice(at + 1, 0, { slot, amount });
  };

  return {
    available(now) {
      forget(now);
      return Math.max(0, limit - used);
    },
    use(now) {
      forget(now);
      const first = slots.find(({ amount }) => amount > 0);
      return { used, since: first === undefined ? null : first.slot * slotMs };
    },
    note,
    moved(amount, noted, left) {
      const slot = Math.floor(noted / slotMs);
      const known = slots.find((one) => one.slot === slot);
      // Forgotten already where the commit took longer than the span: it counts from now on.
      if (known) {
        known.amount -= amount;
        used -= amount;
      }
      note(amount, left);
    },
    nextAt(amount, now) {
      forget(now);
      if (amount > limit) return Number.POSITIVE_INFINITY;
      let free = limit - used;
      if (free >= amount) return now;
      for (const known of slots) {
        free += known.amount;
        if (free >= amount) return Math.max(now, (known.slot + 2) * slotMs + spanMs);
      }
      return now;
    },
  };
}
