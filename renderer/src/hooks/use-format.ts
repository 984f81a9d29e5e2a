import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { createFormat, type Format } from '#renderer/lib/format.ts';
import { isLanguage, LOCALES } from '#renderer/lib/languages.ts';

/** Numbers, moments and durations in the person's language. */
export function useFormat(): Format {
  const { i18n, t } = useTranslation('common');
  return useMemo(
    () => createFormat(isLanguage(i18n.language) ? LOCALES[i18n.language] : LOCALES.en, t),
    [i18n.language, t],
  );
}
