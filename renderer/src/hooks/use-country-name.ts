import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Names countries by their ISO code in the language of the screen; an unknown code stays as it is. */
export function useCountryName(): (iso: string) => string {
  const { i18n } = useTranslation();
  const names = useMemo(
    () => new Intl.DisplayNames([i18n.language, 'en'], { type: 'region' }),
    [i18n.language],
  );
  return useCallback((iso) => (/^[A-Z]{2}$/.test(iso) ? (names.of(iso) ?? iso) : iso), [names]);
}
