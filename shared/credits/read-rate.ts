import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max';
import { OTHER_COUNTRIES, type RateRow } from '#shared/credits/rates.ts';

/** A field of a rate line that is wrong, and one sentence about it. */
export type RateProblem = {
  field: 'country' | 'prefix' | 'rate' | 'confirmed';
  code: string;
  message: string;
};

/** A line as people write it. */
export type WrittenRate = {
  country: string;
  prefix: string;
  rate: number | null;
  confirmed: boolean;
};

/** Dearer than any gateway: a slip of the decimal point. */
const MOST_CREDITS = 1_000;

/**
 * Checks one line: a country that exists, a prefix that belongs to it (as digits with the country
 * code; a plus and spaces are taken off), a price of 0 to 1,000 credits in hundredths.
 */
export function readRate(
  written: WrittenRate,
): { ok: true; row: RateRow } | { ok: false; problem: RateProblem } {
  const { rate, confirmed } = written;
  const country = written.country.trim().toUpperCase();
  const isOthers = country === OTHER_COUNTRIES;
  if (!isOthers && !isSupportedCountry(country)) {
    return problem(
      'country',
      'unknown-country',
      `“${written.country}” is no country code. Write two letters such as MY, or * for all other countries.`,
    );
  }
  const prefix = written.prefix.replace(/[\s+()./-]/g, '');
  if (prefix !== '') {
    const found = prefixProblem(written.prefix, prefix, country);
    if (found) return found;
    if (rate === null) {
      return problem(
        'rate',
        'missing-rate',
        'A prefix needs a price in credits per part; without one the price of its country counts anyway.',
      );
    }
  }
  if (rate === null) return { ok: true, row: { country, prefix, hundredths: null, confirmed } };
  const hundredths = Math.round(rate * 100);
  if (!(rate >= 0 && rate <= MOST_CREDITS) || Math.abs(hundredths - rate * 100) > 1e-6) {
    return problem(
      'rate',
      'bad-rate',
      `${rate} is no price: write credits per part from 0 to ${MOST_CREDITS.toLocaleString('en')} with two decimals at most, such as 1 or 2.7.`,
    );
  }
  return { ok: true, row: { country, prefix, hundredths, confirmed } };
}

function prefixProblem(written: string, prefix: string, country: string) {
  if (country === OTHER_COUNTRIES) {
    return problem(
      'prefix',
      'prefix-without-country',
      `The prefix “${written}” needs its country: write the country’s code instead of *.`,
    );
  }
  const code = isSupportedCountry(country) ? getCountryCallingCode(country) : '';
  if (/^\d{1,15}$/.test(prefix) && prefix.startsWith(code)) return undefined;
  return problem(
    'prefix',
    'bad-prefix',
    `“${written}” is no prefix of a number in ${country}: write digits that begin with ${code}, such as ${code}1.`,
  );
}

function problem(field: RateProblem['field'], code: string, message: string) {
  return { ok: false as const, problem: { field, code, message } };
}
