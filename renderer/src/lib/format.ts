/** Formatters of one language; see createFormat. */
export interface Format {
  /** 12345 → 12,345 */
  number(value: number): string;
  /** At most one decimal, two below 1: 3.25 → 3.3, 0.05 → 0.05 */
  decimal(value: number): string;
  /** A price in credits per part, in hundredths at the finest: 2.75, 3 */
  rate(value: number): string;
  /** 23 Nov 2026, 08:15 */
  dateTime(moment: number): string;
  /** 23 Nov 2026 */
  date(moment: number): string;
  /** 08:15 */
  time(moment: number): string;
  /** Today: the time. Another day: date and time. */
  when(moment: number): string;
  /** This year 23 Nov, 08:15; of other years the day: 23 Nov 2025 */
  short(moment: number): string;
  /** Calendar day YYYY-MM-DD → Mon 23 Nov */
  day(day: string): string;
  /** Seconds → "2 min 5 s", "1 h 12 min". */
  duration(seconds: number): string;
  /** Bytes → 1.2 MB */
  bytes(value: number): string;
}

/** Words for durations: `common:duration.*`. */
type Translate = (key: string, values: Record<string, unknown>) => string;

function createDuration(t: Translate) {
  return (seconds: number): string => {
    const whole = Math.max(0, Math.round(seconds));
    const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
    if (h > 0) return t('duration.hours', { h, m });
    if (m > 0) return t('duration.minutes', { m, s });
    return t('duration.seconds', { s });
  };
}

/** Formatters for a BCP 47 locale. Times are the computer's own, on a 24-hour clock. */
export function createFormat(locale: string, t: Translate): Format {
  const number = new Intl.NumberFormat(locale);
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const small = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const calendar = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const dateTime = new Intl.DateTimeFormat(locale, { ...calendar, ...clock });
  const date = new Intl.DateTimeFormat(locale, calendar);
  const time = new Intl.DateTimeFormat(locale, clock);
  const short = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    // A Chinese month is a number anyway; 11月28日 is as long as a column of a table.
    month: locale.startsWith('zh') ? 'numeric' : 'short',
    ...clock,
  });
  const day = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  return {
    number: (value) => number.format(value),
    decimal: (value) => (Math.abs(value) < 1 ? small : decimal).format(value),
    rate: (value) => small.format(value),
    dateTime: (moment) => dateTime.format(moment),
    date: (moment) => date.format(moment),
    time: (moment) => time.format(moment),
    when: (moment) =>
      new Date(moment).toDateString() === new Date().toDateString()
        ? time.format(moment)
        : dateTime.format(moment),
    short: (moment) =>
      new Date(moment).getFullYear() === new Date().getFullYear()
        ? short.format(moment)
        : date.format(moment),
    day: (text) => day.format(new Date(`${text}T00:00:00Z`)),
    duration: createDuration(t),
    bytes: (value) => {
      const units = ['B', 'kB', 'MB', 'GB'];
      let size = value;
      let unit = 0;
      while (size >= 1000 && unit < units.length - 1) {
        size /= 1000;
        unit += 1;
      }
      return `${decimal.format(size)} ${units[unit]}`;
    },
  };
}
