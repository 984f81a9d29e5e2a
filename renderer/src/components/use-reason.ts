import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import type { Message } from '#shared/contract/messages.ts';

/** Why a message was left out, in words; else what the gateway said; empty: nothing. */
export function useReason(): (message: Message) => string {
  const { t } = useTranslation(['history', 'dead']);
  const format = useFormat();
  return useCallback(
    ({ reason, foundDeadAt }) => {
      if (reason === 'suppressed') return t('reason.suppressed');
      if (reason !== 'dead-number') return inWords(reason ?? '');
      return foundDeadAt === null
        ? t('dead:reason')
        : t('dead:reasonAt', { date: format.date(foundDeadAt) });
    },
    [t, format],
  );
}
