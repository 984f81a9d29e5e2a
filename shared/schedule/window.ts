import { Temporal } from 'temporal-polyfill';
import { COUNTRY_ZONES } from '#shared/schedule/country-zones.ts';
import { say } from '#shared/said/say.ts';

/** The hours in which messages may leave, on the recipient's clock. `end` is not included. */
export type SendingWindow = { start: string; end: string } | 'always';

/** A window read from text, or one sentence on what is wrong with it. */
export type WindowResult = { ok: true; window: SendingWindow } | { ok: false; message: string };

const TIME = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/;
const DAY_MS = 86_400_000;
/** Windows in zones far apart may share no hour at all: looking further than this finds none. */
const HORIZON_DAYS = 8;

function parseTime(text: string | undefined): string | undefined {
  const match = TIME.exec(text?.trim() ?? '');
  return match ? `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? ''}` : undefined;
}

/**
 * Reads `08:00-19:00` or `always`. A window whose end is before its start runs past midnight.
 * Equal times are refused: they could mean all day or never.
 */
export function parseWindow(text: string): WindowResult {
  const plain = text.trim();
  if (plain.toLowerCase() === 'always') return { ok: true, window: 'always' };
  const pieces = plain.split(/[-–—]/);
  const start = parseTime(pieces[0]);
  const end = parseTime(pieces[1]);
  if (pieces.length !== 2 || start === undefined || end === undefined) {
    return {
      ok: false,
      message: say('window-unreadable', { said: plain }),
    };
  }
  if (start === end) {
    return {
      ok: false,
      message: say('window-empty', { at: start }),
    };
  }
  return { ok: true, window: { start, end } };
}

/** Whether a zone name is one this computer knows. */
function isKnownZone(zone: string): boolean {
  try {
    Temporal.Now.instant().toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

type Interval = readonly [openMs: number, closeMs: number];

/** Opening hours around one moment, as epoch ms, for one window in one zone. */
type Stretch = { fromMs: number; toMs: number; intervals: readonly Interval[] };

const stretches = new Map<string, Stretch>();
const MAX_STRETCHES = 512;

function zonedMs(date: Temporal.PlainDate, time: string, zone: string): number {
  return date
    .toPlainDateTime(Temporal.PlainTime.from(time))
    .toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/**
 * Works out the hours from the day before `nowMs` to the end of the horizon. A start or end that a
 * clock change skips moves forward; one that happens twice means the first.
 */
function buildStretch(
  window: { start: string; end: string },
  zone: string,
  nowMs: number,
): Stretch {
  const today = Temporal.Instant.fromEpochMilliseconds(Math.floor(nowMs))
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  const overnight = window.end < window.start;
  const intervals: Interval[] = [];
  for (let day = -1; day <= HORIZON_DAYS + 1; day++) {
    const date = today.add({ days: day });
    const open = zonedMs(date, window.start, zone);
    const close = zonedMs(overnight ? date.add({ days: 1 }) : date, window.end, zone);
    if (close > open) intervals.push([open, close]);
  }
  const fromMs = zonedMs(today, '00:00', zone);
  const toMs = zonedMs(today.add({ days: 1 }), '00:00', zone);
  return { fromMs, toMs, intervals };
}

function stretchFor(window: { start: string; end: string }, zone: string, nowMs: number): Stretch {
  const key = `${window.start} ${window.end} ${zone}`;
  const known = stretches.get(key);
  if (known && nowMs >= known.fromMs && nowMs < known.toMs) return known;
  const built = buildStretch(window, zone, nowMs);
  if (stretches.size >= MAX_STRETCHES) stretches.clear();
  stretches.set(key, built);
  return built;
}

function isOpenAt(stretch: Stretch, ms: number): boolean {
  return stretch.intervals.some(([open, close]) => ms >= open && ms < close);
}

function nextBoundary(lists: readonly Stretch[], afterMs: number): number {
  let next = Infinity;
  for (const { intervals } of lists) {
    for (const [open, close] of intervals) {
      if (open > afterMs && open < next) next = open;
      if (close > afterMs && close < next) next = close;
    }
  }
  return next;
}

/**
 * Whether messages may leave now, and when that changes (epoch ms; null: never, or not within a
 * week). Open only if the window is open in every zone given; no zone at all counts as open.
 * Cheap to call often: the hours of a zone are worked out once per local day.
 */
export function windowState(
  window: SendingWindow,
  zones: readonly string[],
  nowMs: number,
): { open: boolean; changesAtMs: number | null } {
  if (window === 'always' || zones.length === 0) return { open: true, changesAtMs: null };
  const lists = zones.map((zone) => stretchFor(window, zone, nowMs));
  const isOpen = (ms: number): boolean => lists.every((list) => isOpenAt(list, ms));
  const open = isOpen(nowMs);
  const limitMs = nowMs + HORIZON_DAYS * DAY_MS;
  for (let at = nextBoundary(lists, nowMs); at <= limitMs; at = nextBoundary(lists, at)) {
    if (isOpen(at) !== open) return { open, changesAtMs: at };
  }
  return { open, changesAtMs: null };
}

/** A moment read from text, or one sentence on what is wrong with it. */
export type WhenResult = { ok: true; epochMs: number } | { ok: false; message: string };

const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)$/i;
const WITH_OFFSET =
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/i;

function refuse(iso: string): WhenResult {
  return {
    ok: false,
    message: say('when-unreadable', { said: iso }),
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
        message: say('no-such-zone', { said: zone }),
      };
    }
    const plain = Temporal.PlainDateTime.from(`${local[1] ?? ''}T${local[2] ?? ''}`);
    const zoned = plain.toZonedDateTime(zone, { disambiguation: 'compatible' });
    if (!zoned.toPlainDateTime().equals(plain)) {
      return {
        ok: false,
        message: say('skipped-hour', { at: text, zone }),
      };
    }
    return { ok: true, epochMs: zoned.epochMilliseconds };
  } catch {
    return refuse(text);
  }
}

/**
 * The IANA zones a recipient in this country may live in. A number does not tell which, so a
 * sending window must be open in all of them. Unknown countries get the fallback zone.
 */
export function zonesOfCountry(iso: string, fallbackZone: string): string[] {
  const zones = Object.hasOwn(COUNTRY_ZONES, iso) ? COUNTRY_ZONES[iso] : undefined;
  return zones ? [...zones] : [fallbackZone];
}
