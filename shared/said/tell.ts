import { readSaid, type Said } from '#shared/said/read-said.ts';

/** The words of a language for what the core says: sentences by name, meanings and advice by their words. */
export type SaidWords = {
  readonly said: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, string>>;
};

/**
 * What the core said, as it keeps it (in English), in the words of another language; null where it is not
 * known: words of a gateway, of a person, or of an older Siar. Numbers are written as `locale` does.
 */
export function tell(text: string, words: SaidWords, locale: string): string | null {
  const said = readSaid(text, (phrase) => Object.hasOwn(words.answers, phrase));
  return said && toText(said, words, locale);
}

function toText(said: readonly Said[], words: SaidWords, locale: string): string {
  // Sentences that follow each other have no space between them in Chinese.
  const [space, semicolon] = locale.startsWith('zh') ? ['', '；'] : [' ', '; '];
  return said
    .map((one) => {
      if ('phrase' in one) return words.answers[one.phrase] ?? one.phrase;
      if ('list' in one) {
        return one.list.map((thing) => toText(thing, words, locale)).join(semicolon);
      }
      const valueOf = (gap: string) => {
        const value = one.values[gap] ?? '';
        return typeof value === 'string' ? value : toText(value, words, locale);
      };
      return fill(words.said[one.key] ?? '', valueOf, locale);
    })
    .join(space);
}

/** Fills `{{gap}}` and, for numbers, `{{gap, number}}`. */
function fill(text: string, valueOf: (gap: string) => string, locale: string): string {
  return text.replace(/\{\{\s*(\w+)\s*(,\s*number)?\s*\}\}/g, (_, gap: string, format?: string) => {
    const value = valueOf(gap);
    const number = Number(value.replaceAll(',', ''));
    return format !== undefined && value !== '' && Number.isFinite(number)
      ? number.toLocaleString(locale)
      : value;
  });
}
