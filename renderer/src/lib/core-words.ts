import { i18n } from '#renderer/i18n/i18n.ts';
import { readSaid, type Said } from '#shared/said/read-said.ts';

/** Meanings and advice of the profiles that Siar ships; whole sentences, so that dots are no path. */
const PHRASE = { ns: 'answers', keySeparator: false, nsSeparator: false } as const;

/** Sentences that follow each other have no space between them in Chinese. */
const between = () => (i18n.language === 'zh' ? '' : ' ');

function toWords(said: readonly Said[]): string {
  const words = said.map((one): string => {
    if ('phrase' in one) return i18n.t(one.phrase, PHRASE);
    const values = Object.entries(one.values).map(([gap, value]): [string, string] => [
      gap,
      typeof value === 'string' ? value : toWords(value),
    ]);
    return i18n.t(one.key, { ns: 'said', replace: Object.fromEntries(values) });
  });
  return words.join(between());
}

/**
 * What the core said, as it keeps it (in English), in the person's language; null where it is not known:
 * words of a gateway, of a person, or of an older Siar.
 */
export function wordsFor(text: string): string | null {
  if (i18n.language === 'en') return text;
  const said = readSaid(text, (phrase) => i18n.exists(phrase, PHRASE));
  return said && toWords(said);
}

/** As wordsFor; what is not known stays as it is. */
export function inWords(text: string): string {
  return wordsFor(text) ?? text;
}
