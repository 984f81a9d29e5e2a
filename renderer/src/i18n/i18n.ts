import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Words } from '#renderer/i18n/to-words.ts';
import { isLanguage, type LanguageCode } from '#renderer/lib/languages.ts';

/** Each language is its own chunk: a page loads only the words it shows. */
const LOADERS: Readonly<Record<LanguageCode, () => Promise<{ words: Words }>>> = {
  en: () => import('#renderer/i18n/words-en.ts'),
  ms: () => import('#renderer/i18n/words-ms.ts'),
  zh: () => import('#renderer/i18n/words-zh.ts'),
};

/** Kept in the browser too, so that the first paint already has the right words. */
const STORED = 'siar-language';

/** The i18next instance; components use `useTranslation('<feature>')`. */
export const i18n = i18next;

function firstLanguage(): LanguageCode {
  const stored = localStorage.getItem(STORED);
  return isLanguage(stored) ? stored : 'en';
}

async function load(language: LanguageCode): Promise<void> {
  const { words } = await LOADERS[language]();
  for (const [namespace, texts] of Object.entries(words)) {
    i18n.addResourceBundle(language, namespace, texts, true, true);
  }
}

/** Loads the language used last and readies i18next; call once, before the first render. */
export async function startI18n(): Promise<void> {
  const language = firstLanguage();
  await i18n.use(initReactI18next).init({
    lng: language,
    resources: {},
    fallbackLng: false,
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await load(language);
  document.documentElement.lang = language;
}

/** Switches the interface; resolves when the words are there. */
export async function setLanguage(language: LanguageCode): Promise<void> {
  if (i18n.language === language) return;
  await load(language);
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}
