import { useMemo } from 'react';
import { getCountries } from 'libphonenumber-js/max';
import { useCountryName } from '#renderer/hooks/use-country-name.ts';
import { COUNTRY_CHOICES } from '#shared/phone/countries.ts';

/** Every country that has mobile numbers: those most written to first, the rest by name. */
export function useCountryChoices(): { value: string; label: string }[] {
  const nameOf = useCountryName();
  return useMemo(() => {
    const first = COUNTRY_CHOICES.map(({ iso }) => iso);
    const rest = getCountries().filter((iso) => !first.includes(iso));
    const choice = (iso: string) => ({ value: iso, label: `${nameOf(iso)} (${iso})` });
    return [
      ...first.map(choice),
      ...rest.map(choice).toSorted((a, b) => a.label.localeCompare(b.label)),
    ];
  }, [nameOf]);
}
