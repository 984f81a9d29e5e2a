import { Can } from '#renderer/components/can.tsx';
import { Button, Progress, Text } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '#shared/contract/campaigns.ts';
import { CampaignName } from '#renderer/features/home/campaign-name.tsx';
import { Section } from '#renderer/features/home/section.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { useIsConnected } from '#renderer/hooks/use-is-connected.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/features/home/home.module.css';

/** Campaigns that are being sent now. */
export function RunningSection({ running }: { running: Campaign[] }) {
  const { t } = useTranslation('home');
  if (running.length === 0) return null;
  return (
    <Section title={t('running.title')}>
      <ul className={classes.rows}>
        {running.map((campaign) => (
          <RunningCampaign key={campaign.id} campaign={campaign} />
        ))}
      </ul>
    </Section>
  );
}

function RunningCampaign({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const pause = useMutation(orpc.campaigns.pause.mutationOptions({ onError: notifyFailure }));
  const { counts, live } = campaign;
  const all = counts.frozen - counts.excluded - counts.cancelled;
  const left = counts.queued + counts.sending;
  const gone = all - left;
  const finishesAt = live?.finishesAt ?? null;
  const isConnected = useIsConnected();
  const pace = () => {
    if (!isConnected) return t('running.unknown');
    if (campaign.state === 'freezing') return t('running.freezing');
    if (live === null) return t('running.starting');
    if (live.waitsUntil !== null) return t('running.waits', { time: format.when(live.waitsUntil) });
    const rate = t('running.rate', { rate: format.decimal(live.ratePerSecond) });
    return finishesAt === null
      ? rate
      : `${rate} · ${t('running.finishes', { time: format.when(finishesAt) })}`;
  };
  return (
    <li className={classes.row}>
      <div className={classes.main}>
        <CampaignName campaign={campaign} />
        <Progress
          value={all === 0 ? 0 : (gone / all) * 100}
          my={6}
          transitionDuration={120}
          aria-label={t('running.progress', { name: campaign.name })}
        />
        <Text size="xs" c="dimmed" className="tabular">
          {t('running.gone', { gone: format.number(gone), all: format.number(all) })} · {pace()}
        </Text>
      </div>
      <Can permission="campaigns.send">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerPause size={14} aria-hidden />}
          loading={pause.isPending}
          disabled={campaign.state !== 'running'}
          onClick={() => pause.mutate({ id: campaign.id })}
        >
          {t('running.pause')}
        </Button>
      </Can>
    </li>
  );
}
