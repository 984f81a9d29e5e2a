import { getCountries, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max';
import type { RouteMatch, RoutingRule } from '#shared/routing/rules.ts';

/**
 * The first rule before `index` that already takes every number this one is about, so that it never
 * gets its turn; undefined where there is none, or where that depends on the number.
 */
export function coveredBy<Rule extends RoutingRule>(
  rules: readonly Rule[],
  index: number,
): Rule | undefined {
  const rule = rules[index];
  if (!rule) return undefined;
  return rules.slice(0, index).find((earlier) => earlier.enabled && covers(earlier, rule));
}

function covers(wide: RouteMatch, narrow: RouteMatch): boolean {
  if (wide.country !== null) {
    if (narrow.country !== null) return wide.country === narrow.country;
    return narrow.prefix !== null && countryOnlyOf(narrow.prefix) === wide.country;
  }
  if (wide.prefix === null) return false;
  if (narrow.prefix !== null) return narrow.prefix.startsWith(wide.prefix);
  const { country } = narrow;
  if (country === null || !isSupportedCountry(country)) return false;
  const code: string = getCountryCallingCode(country);
  return code.startsWith(wide.prefix);
}

/** The country whose calling code begins the prefix, where no other country has that code. */
function countryOnlyOf(prefix: string): string | undefined {
  const owners = getCountries().filter((country) => {
    const code: string = getCountryCallingCode(country);
    return prefix.startsWith(code);
  });
  return owners.length === 1 ? owners[0] : undefined;
}
