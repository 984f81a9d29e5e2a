import { toWords } from '#renderer/i18n/to-words.ts';

/** Every word of the interface in this language, one JSON file per namespace. */
export const words = toWords(
  import.meta.glob<Record<string, unknown>>('./en/*.json', { eager: true, import: 'default' }),
);
