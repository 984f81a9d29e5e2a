import type { CellValue } from 'exceljs';

/**
 * A cell as text, close to what the sheet shows: dates as 2026-01-31 (with 14:30 where there is a
 * time), numbers without exponent, leading zeros and padded decimals by the number format, formulas
 * as their result, errors as nothing.
 */
export function cellText(value: CellValue | undefined, format: string | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value, format ?? '');
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (value instanceof Date) return dateText(value);
  if ('error' in value) return '';
  if ('richText' in value) return value.richText.map((run) => run.text).join('');
  if ('hyperlink' in value) return hyperlinkText(value.text);
  if ('result' in value) return cellText(value.result, format);
  return '';
}

/** exceljs says string, but a link over rich text comes as rich text. */
function hyperlinkText(text: unknown): string {
  if (typeof text === 'string') return text;
  if (typeof text !== 'object' || text === null || !('richText' in text)) return '';
  if (!Array.isArray(text.richText)) return '';
  return text.richText
    .map((run: unknown) =>
      typeof run === 'object' && run !== null && 'text' in run && typeof run.text === 'string'
        ? run.text
        : '',
    )
    .join('');
}

function numberText(value: number, format: string): string {
  const plain = plainNumber(value);
  if (/^0+$/.test(format) && /^\d+$/.test(plain)) return plain.padStart(format.length, '0');
  // A mask such as 000-000 0000 is how people show phone numbers kept as numbers.
  const mask = format.replace(/\\(.)/g, '$1').replace(/"([^"]*)"/g, '$1');
  if (/^[0\s()+-]*0[0\s()+-]*$/.test(mask) && /[^0]/.test(mask) && /^\d+$/.test(plain)) {
    return fillMask(plain, mask);
  }
  const decimals = /^(?:#,##)?0\.(0+)(?:_\))?(?:;|$)/.exec(format)?.[1]?.length ?? 0;
  const [whole = '', fraction = ''] = plain.split('.');
  return decimals > fraction.length ? `${whole}.${fraction.padEnd(decimals, '0')}` : plain;
}

/** Fifteen significant digits, as spreadsheets have, and never an exponent. */
function plainNumber(value: number): string {
  const rounded = Number(value.toPrecision(15));
  const text = String(rounded);
  if (!text.includes('e')) return text;
  return rounded.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 });
}

function fillMask(digits: string, mask: string): string {
  const places = mask.replace(/[^0]/g, '').length;
  const padded = digits.padStart(places, '0');
  const surplus = padded.length - places;
  let at = 0;
  return mask.replace(/0/g, () => {
    const first = at === 0;
    const from = first ? 0 : at + surplus;
    at += 1;
    return padded.slice(from, at + surplus);
  });
}

/** exceljs gives sheet times as UTC. Fractions of a second come from floating-point days. */
function dateText(value: Date): string {
  const rounded = new Date(Math.round(value.getTime() / 1000) * 1000);
  if (Number.isNaN(rounded.getTime())) return '';
  const [day = '', time = ''] = rounded.toISOString().split(/[T.]/);
  const clock = time.endsWith(':00') ? time.slice(0, 5) : time;
  // Day zero of the calendar of spreadsheets: a time without a date.
  if (day === '1899-12-30' || day === '1899-12-31') return clock;
  return time === '00:00:00' ? day : `${day} ${clock}`;
}
