import { useTranslation } from 'react-i18next';
import { useCountryName } from '#renderer/hooks/use-country-name.ts';
import type { RouteMatch } from '#shared/routing/rules.ts';

/** What a rule is for, as people say it: a country, or numbers that begin with some digits. */
export function useMatchText(): (match: RouteMatch) => string {
  const { t } = useTranslation('routing');
  const nameOf = useCountryName();
  return ({ country, prefix }) =>
    country === null ? t('numbers', { prefix: `+${prefix ?? ''}` }) : nameOf(country);
}
