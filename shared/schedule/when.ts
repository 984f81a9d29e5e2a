import { Temporal } from 'temporal-polyfill';
import { isKnownZone } from '#shared/schedule/window.ts';

/** A moment read from text, or one sentence on what is wrong with it. */
export type WhenResult = { ok: true; epochMs: number } | { ok: false; message: string };

const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)$/i;
const WITH_OFFSET =
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/i;

function refuse(iso: string): WhenResult {
  return {
    ok: false,
    message: `“${iso}” is not a date and time. Write it like 2027-01-31T09:30, or with an offset like 2027-01-31T09:30+08:00.`,
  };
}

/**
 * Reads a start time as epoch ms: either ISO 8601 with an offset, or a local `YYYY-MM-DDTHH:MM`
 * on the clock of `zone`. A local time that happens twice means the first; one that a clock change
 * skips is refused.
 */
export function parseWhen(iso: string, zone: string): WhenResult {
  const text = iso.trim();
  try {
    if (WITH_OFFSET.test(text)) {
      return { ok: true, epochMs: Temporal.Instant.from(text).epochMilliseconds };
    }
    const local = LOCAL.exec(text);
    if (!local) return refuse(text);
    if (!isKnownZone(zone)) {
      return {
        ok: false,
        message: `“${zone}” is not a time zone. Use a name such as Asia/Kuala_Lumpur.`,
      };
    }
    const plain = Temporal.PlainDateTime.from(`${local[1] ?? ''}T${local[2] ?? ''}`);
    const zoned = plain.toZonedDateTime(zone, { disambiguation: 'compatible' });
    if (!zoned.toPlainDateTime().equals(plain)) {
      return {
        ok: false,
        message: `${text} does not exist in ${zone}: the clocks go forward over it. Choose another time.`,
      };
    }
    return { ok: true, epochMs: zoned.epochMilliseconds };
  } catch {
    return refuse(text);
  }
}
