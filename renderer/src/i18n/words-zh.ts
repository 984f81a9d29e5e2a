import { toWords } from '#renderer/i18n/to-words.ts';

/** Every word of the interface in this language, one JSON file per namespace; what the core says is the desktop's too. */
export const words = toWords(
  import.meta.glob<Record<string, unknown>>(['./zh/*.json', '../../../shared/said/zh/*.json'], {
    eager: true,
    import: 'default',
  }),
);
