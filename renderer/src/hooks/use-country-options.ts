import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { COUNTRY_CHOICES } from '#shared/phone/countries.ts';

/**
 * Countries for a Select, named in the language of the screen. A country in use that is not among
 * the usual ones (set from the command line) is kept as a choice.
 */
export function useCountryOptions(inUse?: string): { value: string; label: string }[] {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const names = new Intl.DisplayNames([i18n.language, 'en'], { type: 'region' });
    const isos = COUNTRY_CHOICES.map((choice) => choice.iso);
    if (inUse !== undefined && !isos.includes(inUse)) isos.push(inUse);
    return isos.map((iso) => ({ value: iso, label: names.of(iso) ?? iso }));
  }, [i18n.language, inUse]);
}
