import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { confirmAction } from '#renderer/components/confirm.ts';
import { notifyDone, notifyFailure, notifyNotice } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { UncertainGroup } from '#shared/contract/uncertain.ts';
import { failureText } from '#renderer/lib/failure-words.ts';

const add = (groups: readonly UncertainGroup[], key: 'messages' | 'undecided' | 'credits') =>
  groups.reduce((sum, group) => sum + group[key], 0);

/** Leave or resend, each with the cost of being wrong. `campaignIds` null: every campaign. */
export function useDecide(groups: readonly UncertainGroup[], campaignIds: number[] | null) {
  const { t } = useTranslation('uncertain');
  const queries = useQueryClient();
  const resolve = useMutation(
    orpc.uncertain.resolve.mutationOptions({
      onError: notifyFailure,
      onSettled: () => {
        for (const part of [orpc.uncertain, orpc.campaigns, orpc.history, orpc.host.overview]) {
          void queries.invalidateQueries({ queryKey: part.key() });
        }
      },
      onSuccess: (done, { decision }) => {
        if (done.messages > 0) notifyDone(t(`done.${decision}`, { count: done.messages }));
        for (const one of done.refused) notifyNotice(t('refused'), failureText(one), 'orange');
      },
    }),
  );
  const ask = async () => {
    const isFree = groups.every(({ practice }) => practice);
    const isSafe = groups.every(({ evidence }) => evidence.repeatable);
    const messages = add(groups, 'messages');
    const sure = await confirmAction({
      title: t('ask.title', { count: messages }),
      text: [
        isSafe ? t('ask.safe') : t('ask.twice', { count: messages }),
        isFree ? t('ask.free') : t('ask.cost', { count: add(groups, 'credits') }),
      ].join(' '),
      confirmLabel: t('resend'),
      danger: true,
    });
    if (sure) resolve.mutate({ campaignIds, decision: 'resend' });
  };
  return {
    isBusy: resolve.isPending,
    leave: () => resolve.mutate({ campaignIds, decision: 'leave' }),
    resend: () => void ask(),
  };
}
