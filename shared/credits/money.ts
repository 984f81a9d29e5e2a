import { invalid } from '../contract/errors.ts';

/** Money is whole sen (a hundredth of a ringgit) everywhere; nothing is ever kept in fractions. */
export const SEN_PER_RINGGIT = 100;

/** RM 1,234.50 → 123450, also without `RM`, thousands separators or sen. Null where it is no amount. */
export function parseRinggit(text: string): number | null {
  const found = /^(?:RM|MYR)?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/iu.exec(text.trim());
  if (!found) return null;
  const [, ringgit = '', sen = ''] = found;
  const amount = Number(ringgit.replaceAll(',', '') + sen.padEnd(2, '0'));
  return Number.isSafeInteger(amount) ? amount : null;
}

/** As parseRinggit. Throws `bad-amount` where the text is none. */
export function requireRinggit(text: string): number {
  const amount = parseRinggit(text);
  if (amount !== null) return amount;
  throw invalid(
    'bad-amount',
    `“${text}” is no amount of money. Nothing was recorded. Write it as 250 or 1,250.50.`,
    { text },
  );
}

/** 123450 → RM 1,234.50. The sen always stand there, so that amounts line up. */
export function formatRinggit(sen: number): string {
  const whole = Math.trunc(Math.abs(sen) / SEN_PER_RINGGIT);
  const rest = String(Math.abs(sen) % SEN_PER_RINGGIT).padStart(2, '0');
  return `${sen < 0 ? '-' : ''}RM ${whole.toLocaleString('en-US')}.${rest}`;
}
