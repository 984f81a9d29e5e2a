import { i18n } from '#renderer/i18n/i18n.ts';
import { tell } from '#shared/said/tell.ts';

/** Words of the core's in the language in force; empty until they are loaded. */
function wordsOf(namespace: 'said' | 'answers'): Readonly<Record<string, string>> {
  const words: unknown = i18n.getResourceBundle(i18n.language, namespace);
  return typeof words === 'object' && words !== null ? (words as Record<string, string>) : {};
}

/**
 * What the core said, as it keeps it (in English), in the person's language; null where it is not known:
 * words of a gateway, of a person, or of an older Siar.
 */
export function wordsFor(text: string): string | null {
  if (i18n.language === 'en') return text;
  const words = { said: wordsOf('said'), answers: wordsOf('answers') };
  return tell(text, words, i18n.language);
}

/** As wordsFor; what is not known stays as it is. */
export function inWords(text: string): string {
  return wordsFor(text) ?? text;
}
