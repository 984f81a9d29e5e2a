import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { confirmAction } from '#renderer/components/confirm.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import { askShortCredit } from '#renderer/features/campaigns/detail/ask-short-credit.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** Credits that `messages` more would take, from the campaign's own average; 0 for practice. */
function likelyCredits(campaign: Campaign, messages: number): number {
  const planned = campaign.counts.frozen - campaign.counts.excluded;
  if (campaign.practice || planned === 0) return 0;
  return Math.ceil((campaign.credits.predicted / planned) * messages);
}

/** Failed for good on this try: what `retry` sends again. */
export function retriable({ counts }: Campaign): number {
  return counts.rejected + counts.undelivered + counts.expired;
}

/** The calls themselves; each tells a failure and makes every screen ask again. */
function useCampaignMutations() {
  const queries = useQueryClient();
  const settled = {
    onError: notifyFailure,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: orpc.campaigns.key() });
      void queries.invalidateQueries({ queryKey: orpc.history.key() });
    },
  };
  const pause = useMutation(orpc.campaigns.pause.mutationOptions(settled));
  const resume = useMutation(orpc.campaigns.resume.mutationOptions(settled));
  const stop = useMutation(orpc.campaigns.stop.mutationOptions(settled));
  // Short credit is asked about; everything else is told.
  const retry = useMutation(
    orpc.campaigns.retry.mutationOptions({
      ...settled,
      onError: (error, input) =>
        void askShortCredit(error, () => retry.mutate({ ...input, allowShortCredit: true })),
    }),
  );
  const resolve = useMutation(
    orpc.campaigns.resolve.mutationOptions({
      ...settled,
      onError: (error, input) =>
        void askShortCredit(error, () => resolve.mutate({ ...input, allowShortCredit: true })),
    }),
  );
  const remove = useMutation(orpc.campaigns.remove.mutationOptions(settled));
  return { pause, resume, stop, retry, resolve, remove };
}

/** Everything that can be asked of a campaign, each with its question and exact numbers. */
export function useCampaignActions(campaign: Campaign) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const navigate = useNavigate();
  const { pause, resume, stop, retry, resolve, remove } = useCampaignMutations();
  const { id, name, counts } = campaign;

  const askStop = async () => {
    const accepted = counts.accepted + counts.delivered + counts.undelivered + counts.expired;
    const sure = await confirmAction({
      title: t('stop.title', { name }),
      text: [
        t('stop.text', {
          accepted: format.number(accepted),
          unsent: format.number(counts.queued),
        }),
        ...(counts.sending > 0 ? [t('stop.sending', { count: counts.sending })] : []),
        t('stop.final'),
      ].join(' '),
      confirmLabel: t('stop.confirm'),
      danger: true,
    });
    if (sure) stop.mutate({ id });
  };
  const cost = (messages: number) =>
    campaign.practice
      ? t('cost.practice')
      : t('cost.about', { count: likelyCredits(campaign, messages) });
  const askRetry = async () => {
    const sure = await confirmAction({
      title: t('retry.title', { count: retriable(campaign) }),
      text: `${t('retry.text')} ${cost(retriable(campaign))}`,
      confirmLabel: t('retry.confirm'),
    });
    if (sure) retry.mutate({ id });
  };
  const askResend = async () => {
    const sure = await confirmAction({
      title: t('uncertain.resendTitle', { count: counts.uncertain }),
      text: `${t('uncertain.resendText', { count: counts.uncertain })} ${cost(counts.uncertain)}`,
      confirmLabel: t('uncertain.resend'),
      danger: true,
    });
    if (sure) resolve.mutate({ id, uncertain: 'resend' });
  };
  const askRemove = async () => {
    const sure = await confirmAction({
      title: t('remove.title', { name }),
      text: t('remove.text'),
      confirmLabel: t('remove.confirm'),
      danger: true,
    });
    if (!sure) return;
    await remove.mutateAsync({ id });
    notifyDone(t('remove.done', { name }));
    await navigate({ to: '/campaigns' });
  };
  return {
    isBusy: [pause, resume, stop, retry, resolve, remove].some((one) => one.isPending),
    pause: () => pause.mutate({ id }),
    resume: () => resume.mutate({ id }),
    stop: () => void askStop(),
    retry: () => void askRetry(),
    leave: () =>
      resolve.mutate(
        { id, uncertain: 'leave' },
        { onSuccess: () => notifyDone(t('uncertain.left')) },
      ),
    resend: () => void askResend(),
    // A failure was told by the mutation already.
    remove: () => void askRemove().catch(() => undefined),
  };
}

/** See useCampaignActions. */
export type CampaignActions = ReturnType<typeof useCampaignActions>;
