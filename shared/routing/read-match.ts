import { getCountries, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max';
import type { RouteMatch } from '#shared/routing/rules.ts';

/** What is wrong with a match, and one sentence about it. */
export type MatchProblem = {
  field: 'country' | 'prefix';
  code: string;
  message: string;
  /** What the sentence is about; `case`: which of several, where one code has them. */
  details: Readonly<Record<string, unknown>>;
};

/** ITU-T E.164: no number has more digits. */
const MOST_DIGITS = 15;

/**
 * Reads what a person wrote a rule for: a country's code, or the first digits of numbers (a plus and
 * spaces are taken off). A prefix holds a whole calling code, so that it never cuts through several
 * countries by chance: 60, not 6.
 */
export function readMatch(written: {
  country?: string | null | undefined;
  prefix?: string | null | undefined;
}): { ok: true; match: RouteMatch } | { ok: false; problem: MatchProblem } {
  const country = (written.country ?? '').trim().toUpperCase();
  const prefix = (written.prefix ?? '').trim();
  if ((country === '') === (prefix === '')) {
    return problem(
      'country',
      'one-of-both',
      'A rule is for a country or for a prefix: write one of the two.',
    );
  }
  if (country !== '') {
    if (isSupportedCountry(country)) return { ok: true, match: { country, prefix: null } };
    return problem(
      'country',
      'unknown-country',
      `“${written.country}” is no country code. Write two letters such as MY.`,
      { country: written.country },
    );
  }
  return readPrefix(prefix);
}

function readPrefix(written: string) {
  const digits = written.replace(/[\s+()./-]/g, '');
  if (!/^\d+$/.test(digits) || digits.length > MOST_DIGITS) {
    return problem(
      'prefix',
      'bad-prefix',
      `“${written}” is no prefix: write the first digits of the numbers, with the country code, such as 6011.`,
      { prefix: written, case: 'no-digits' },
    );
  }
  if (digits.startsWith('0')) {
    const whole = `60${digits.replace(/^0+/, '')}`;
    return problem(
      'prefix',
      'prefix-without-country-code',
      `“${written}” has no country code: write ${whole} for ${written} in Malaysia.`,
      { prefix: written, whole },
    );
  }
  const codes = callingCodes();
  if (codes.some((code) => digits.startsWith(code))) {
    return { ok: true as const, match: { country: null, prefix: digits } };
  }
  const cut = codes.filter((code) => code.startsWith(digits));
  const shown = cut.slice(0, 4);
  return problem(
    'prefix',
    'bad-prefix',
    cut.length > 0
      ? `“${written}” is only the beginning of country codes (${shown.join(', ')}): write one whole.`
      : `No country code begins “${written}”: write the first digits of the numbers, such as 6011.`,
    { prefix: written, codes: shown, case: cut.length > 0 ? 'cut' : 'unknown' },
  );
}

function problem(
  field: MatchProblem['field'],
  code: string,
  message: string,
  details: MatchProblem['details'] = {},
) {
  return { ok: false as const, problem: { field, code, message, details } };
}

let known: readonly string[] | undefined;

function callingCodes(): readonly string[] {
  known ??= [
    ...new Set(getCountries().map((country) => getCountryCallingCode(country))),
  ].toSorted();
  return known;
}
