import { useTranslation } from 'react-i18next';
import type { RowError } from '#shared/contract/imports.ts';
import { inWords } from '#renderer/lib/core-words.ts';

/**
 * Refusals and repairs of an import in the language of the screen. A code without a sentence of its
 * own keeps the core's.
 */
export function useProblemWords() {
  const { t, i18n } = useTranslation('contacts');
  const has = (key: string) => i18n.exists(key, { ns: 'contacts' });
  return {
    error: ({ code, message }: Pick<RowError, 'code' | 'message'>) =>
      has(`errors.${code}`) ? t(`errors.${code}`) : inWords(message),
    repair: (code: string, count: number) =>
      t([`repairs.${code}`, 'repairs.other'], { count, code }),
    repairShort: (code: string) => t([`repairsShort.${code}`, 'repairsShort.other'], { code }),
  };
}
