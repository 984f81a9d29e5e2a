import { Alert, Button, Select, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { confirmAction } from '#renderer/components/confirm.ts';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { askShortCredit } from '#renderer/features/campaigns/detail/ask-short-credit.ts';
import { SwitchFigures } from '#renderer/features/campaigns/detail/switch-figures.tsx';
import type { CampaignActions } from '#renderer/features/campaigns/detail/use-campaign-actions.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';
import type { Gateway } from '#shared/contract/gateways.ts';
import type { SwitchPrediction } from '#shared/contract/gateway-switch.ts';

type PanelProps = { campaign: Campaign; actions: CampaignActions; onClose: () => void };

/** Gives what has not left to another gateway: first exact numbers, then one question. */
export function SwitchPanel({ opened, ...props }: PanelProps & { opened: boolean }) {
  const { t } = useTranslation('switch');
  return (
    <SidePanel title={t('title')} opened={opened} onClose={props.onClose}>
      <Stack gap={16}>
        <Text size="sm" c="dimmed">
          {t('text')}
        </Text>
        {props.campaign.state === 'paused' ? <Choice {...props} /> : <PauseFirst {...props} />}
      </Stack>
    </SidePanel>
  );
}

/** While it is sent, what is left changes all the time: no number would be true. */
function PauseFirst({ campaign, actions }: PanelProps) {
  const { t } = useTranslation(['switch', 'campaigns']);
  return (
    <Stack gap={12} align="flex-start">
      <Text size="sm">{t('pauseFirst')}</Text>
      <Button
        disabled={actions.isBusy || campaign.state !== 'running'}
        loading={actions.isBusy}
        onClick={actions.pause}
      >
        {t('campaigns:action.pause')}
      </Button>
    </Stack>
  );
}

function Choice({ campaign, onClose }: PanelProps) {
  const { t } = useTranslation('switch');
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  // After a move that was cut off the campaign's own gateway may be the one to finish with.
  const others = (gateways.data ?? []).filter(
    ({ id }) => id !== campaign.gatewayId || campaign.pauseReason?.code === 'moving',
  );
  const [chosen, setChosen] = useState<number | null>(null);
  const target = others.length === 1 ? others[0] : others.find(({ id }) => id === chosen);
  return (
    <>
      <Select
        label={t('gateway')}
        placeholder={t('choose')}
        data={others.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={target ? String(target.id) : null}
        onChange={(value) => setChosen(value === null ? null : Number(value))}
        allowDeselect={false}
      />
      {target && <Figures key={target.id} campaign={campaign} target={target} onClose={onClose} />}
    </>
  );
}

type FiguresProps = { campaign: Campaign; target: Gateway; onClose: () => void };

function Figures({ campaign, target, onClose }: FiguresProps) {
  const { t } = useTranslation('switch');
  const { id, counts } = campaign;
  const gatewayId = target.id;
  const prediction = useQuery(
    orpc.campaigns.switchGateway.queryOptions({
      input: { id, gatewayId, preview: true },
      // Requests that were on their way end after the pause: what stays is asked for again then.
      queryKey: [
        ...orpc.campaigns.switchGateway.queryKey({ input: { id, gatewayId, preview: true } }),
        counts,
      ],
      placeholderData: (previous) => previous,
    }),
  );
  if (prediction.error) {
    return <ErrorState error={prediction.error} onRetry={() => prediction.refetch()} />;
  }
  if (!prediction.data) return <Skeleton height={260} />;
  return (
    <>
      <SwitchFigures prediction={prediction.data} practice={target.practice} />
      {prediction.data.tooLong > 0 ? (
        <Alert color="orange" p={12} role="status">
          {t('tooLong', { count: prediction.data.tooLong, gateway: prediction.data.gateway })}
        </Alert>
      ) : (
        <SwitchButton
          campaign={campaign}
          gatewayId={gatewayId}
          prediction={prediction.data}
          onDone={onClose}
        />
      )}
    </>
  );
}

type ButtonProps = {
  campaign: Campaign;
  gatewayId: number;
  prediction: SwitchPrediction;
  onDone: () => void;
};

function SwitchButton({ campaign, gatewayId, prediction, onDone }: ButtonProps) {
  const { t } = useTranslation('switch');
  const format = useFormat();
  const queries = useQueryClient();
  const { gateway, messages, before, after } = prediction;
  const move = useMutation(
    orpc.campaigns.switchGateway.mutationOptions({
      onError: (error, input) =>
        void askShortCredit(error, () => move.mutate({ ...input, allowShortCredit: true })),
      onSuccess: (said) => {
        notifyDone(t('done', { count: said.messages, gateway: said.gateway }));
        onDone();
      },
      onSettled: () => {
        void queries.invalidateQueries({ queryKey: orpc.campaigns.key() });
        void queries.invalidateQueries({ queryKey: orpc.history.key() });
        void queries.invalidateQueries({ queryKey: orpc.credits.key() });
      },
    }),
  );
  const ask = async () => {
    const sure = await confirmAction({
      title: t('askTitle', { count: messages, gateway }),
      text: t('askText', {
        after: format.number(after.credits),
        before: format.number(before.credits),
      }),
      confirmLabel: t('confirm'),
    });
    if (sure) move.mutate({ id: campaign.id, gatewayId });
  };
  if (messages === 0) return <Text size="sm">{t('nothing')}</Text>;
  return (
    <Button onClick={() => void ask()} loading={move.isPending}>
      {t('button', { count: messages })}
    </Button>
  );
}
