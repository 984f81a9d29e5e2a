import { Alert, Button, Radio, Select, Skeleton, Stack, Text } from '@mantine/core';
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
import type { CampaignShare } from '#shared/contract/campaign-status.ts';
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

/** What waits at several gateways can be moved together, or the share of one alone. */
function Choice({ campaign, onClose }: PanelProps) {
  const { t } = useTranslation('switch');
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const shares = campaign.gateways.filter(({ queued }) => queued > 0);
  const isShared = shares.length > 1;
  // What is held back is most likely what this is about.
  const held = shares.filter(({ hold }) => hold !== null);
  const [share, setShare] = useState(
    isShared && held.length === 1 ? (held[0]?.gatewayId ?? null) : null,
  );
  const from = isShared && shares.some(({ gatewayId }) => gatewayId === share) ? share : null;
  // After a move that was cut off the campaign's own gateway may be the one to finish with.
  const mayBeOwn = isShared || campaign.pauseReason?.code === 'moving';
  const others = (gateways.data ?? []).filter(
    ({ id }) => id !== from && (mayBeOwn || id !== campaign.gatewayId),
  );
  const [chosen, setChosen] = useState<number | null>(null);
  const target = others.length === 1 ? others[0] : others.find(({ id }) => id === chosen);
  return (
    <>
      {isShared && <SourceChoice shares={shares} from={from} onChoose={setShare} />}
      <Select
        label={t('gateway')}
        placeholder={t('choose')}
        data={others.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={target ? String(target.id) : null}
        onChange={(value) => setChosen(value === null ? null : Number(value))}
        allowDeselect={false}
      />
      {target && (
        <Figures
          key={`${from} ${target.id}`}
          campaign={campaign}
          from={from}
          target={target}
          onClose={onClose}
        />
      )}
    </>
  );
}

type SourceProps = {
  shares: readonly CampaignShare[];
  /** Null: all of them. */
  from: number | null;
  onChoose: (from: number | null) => void;
};

function SourceChoice({ shares, from, onChoose }: SourceProps) {
  const { t } = useTranslation('switch');
  const all = shares.reduce((sum, { queued }) => sum + queued, 0);
  return (
    <Radio.Group
      label={t('which')}
      value={String(from)}
      onChange={(value) => onChoose(value === 'null' ? null : Number(value))}
    >
      <Stack gap={8} mt={8}>
        <Radio value="null" label={t('whichAll', { count: all })} />
        {shares.map(({ gatewayId, gatewayName, queued, hold }) => (
          <Radio
            key={gatewayId}
            value={String(gatewayId)}
            label={t('whichOne', { count: queued, gateway: gatewayName })}
            description={hold === null ? undefined : t('whichHeld')}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

type FiguresProps = {
  campaign: Campaign;
  from: number | null;
  target: Gateway;
  onClose: () => void;
};

function Figures({ campaign, from, target, onClose }: FiguresProps) {
  const { t } = useTranslation('switch');
  const { id, counts } = campaign;
  const move = { id, gatewayId: target.id, ...(from === null ? {} : { from }) };
  const input = { ...move, preview: true };
  const prediction = useQuery(
    orpc.campaigns.switchGateway.queryOptions({
      input,
      // Requests that were on their way end after the pause: what stays is asked for again then.
      queryKey: [...orpc.campaigns.switchGateway.queryKey({ input }), counts],
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
        <SwitchButton move={move} prediction={prediction.data} onDone={onClose} />
      )}
    </>
  );
}

type ButtonProps = {
  move: { id: number; gatewayId: number; from?: number };
  prediction: SwitchPrediction;
  onDone: () => void;
};

function SwitchButton({ move: input, prediction, onDone }: ButtonProps) {
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
    if (sure) move.mutate(input);
  };
  if (messages === 0) return <Text size="sm">{t('nothing')}</Text>;
  return (
    <Button onClick={() => void ask()} loading={move.isPending}>
      {t('button', { count: messages })}
    </Button>
  );
}
