/** Languages of the interface, each in its own words. */
export const LANGUAGES = [
  { code: 'en', name: 'English' },
  { code: 'ms', name: 'Bahasa Malaysia' },
  { code: 'zh', name: '中文' },
] as const;

/** See LANGUAGES. */
export type LanguageCode = (typeof LANGUAGES)[number]['code'];

/** Whether a stored or foreign value is one of our languages. */
export function isLanguage(value: unknown): value is LanguageCode {
  return LANGUAGES.some((language) => language.code === value);
}

/** BCP 47 locale for numbers and dates: English and Malay as used in Malaysia. */
export const LOCALES: Readonly<Record<LanguageCode, string>> = {
  en: 'en-MY',
  ms: 'ms-MY',
  zh: 'zh-CN',
};
