import { Button, Collapse, Group, Paper, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Count } from '#renderer/components/count.tsx';
import type { MessageChoice } from '#renderer/components/message-filter.tsx';
import { MessageStateBadge } from '#renderer/components/state-badge.tsx';
import { CampaignProgress } from '#renderer/features/campaigns/campaign-progress.tsx';
import classes from '#renderer/features/campaigns/detail/detail.module.css';
import { Figure } from '#renderer/components/figure.tsx';
import { CampaignRunway } from '#renderer/features/campaigns/detail/campaign-runway.tsx';
import { useNow } from '#renderer/hooks/use-now.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { useIsConnected } from '#renderer/hooks/use-is-connected.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { MESSAGE_STATES } from '#shared/campaigns/lifecycle.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

type MonitorProps = { campaign: Campaign; onShow: (choice: MessageChoice) => void };

/** The campaign in numbers: three words, the exact states behind them, speed, time and credits. */
export function Monitor({ campaign, onShow }: MonitorProps) {
  const { t } = useTranslation('campaigns');
  const [open, setOpen] = useState(false);
  const breakdownId = useId();
  const { summary, counts } = campaign;
  return (
    <Paper p={16}>
      <Stack gap={12} className={classes.figuresBox}>
        <div className={classes.figures}>
          {(['success', 'queue', 'failure'] as const).map((word) => (
            <UnstyledButton
              key={word}
              className={classes.summary}
              data-word={word}
              onClick={() => onShow({ summary: word })}
              aria-label={t('monitor.show', { word: t(`word.${word}`), count: summary[word] })}
            >
              <Figure
                label={
                  <>
                    <span className={classes.dot} aria-hidden />
                    {t(`word.${word}`)}
                  </>
                }
                value={<Count value={summary[word]} />}
                note={t(
                  `wordNote.${word === 'success' && !campaign.givesReports ? 'accepted' : word}`,
                )}
                big
              />
            </UnstyledButton>
          ))}
          <NotSent campaign={campaign} />
          <LiveFigures campaign={campaign} />
        </div>
        <CampaignProgress campaign={campaign} size="large" />
        <CampaignRunway campaign={campaign} />
        <Group justify="space-between" gap={8} align="flex-start">
          <Text size="sm" c="dimmed" flex={1} miw={240}>
            {campaign.givesReports
              ? t('monitor.deliveredMeans', { means: inWords(campaign.deliveredMeans) })
              : t('monitor.noReports', {
                  gateway:
                    campaign.gateways.map((share) => share.gatewayName).join(', ') ||
                    campaign.gatewayName,
                })}
          </Text>
          <Button
            variant="subtle"
            size="compact-sm"
            rightSection={
              open ? (
                <IconChevronUp size={14} aria-hidden />
              ) : (
                <IconChevronDown size={14} aria-hidden />
              )
            }
            aria-expanded={open}
            aria-controls={breakdownId}
            onClick={() => setOpen(!open)}
          >
            {t('monitor.exact')}
          </Button>
        </Group>
        <Collapse expanded={open} id={breakdownId}>
          <div className={classes.breakdown}>
            {MESSAGE_STATES.map((state) => (
              <UnstyledButton
                key={state}
                className={classes.state}
                disabled={counts[state] === 0}
                onClick={() => onShow({ state })}
              >
                <MessageStateBadge state={state} />
                <Count value={counts[state]} />
              </UnstyledButton>
            ))}
            <div className={classes.total}>
              <Text size="sm" fw={600}>
                {t('monitor.total')}
              </Text>
              <Count value={counts.frozen} fw={600} />
            </div>
          </div>
        </Collapse>
      </Stack>
    </Paper>
  );
}

/** Messages that were never meant to leave, or were stopped: outside the three words, yet counted. */
function NotSent({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation(['campaigns', 'dead']);
  const { cancelled, excluded } = campaign.counts;
  if (cancelled + excluded === 0) return null;
  const { leftOut: dead, credits: saved } = campaign.dead;
  const others = excluded - dead;
  const parts = [
    ...(cancelled > 0 ? [t('progress.cancelled', { count: cancelled })] : []),
    ...(others > 0 ? [t('progress.excluded', { count: others })] : []),
    ...(dead > 0 ? [t('dead:progress', { count: dead })] : []),
    ...(dead > 0 && saved > 0 ? [t('dead:saved', { count: saved })] : []),
  ];
  return (
    <Figure
      label={t('monitor.notSent')}
      value={<Count value={cancelled + excluded} />}
      note={parts.join(', ')}
    />
  );
}

function LiveFigures({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const now = useNow(1_000);
  const { live, credits, startedAt, finishedAt } = campaign;
  const isConnected = useIsConnected();
  const finishesAt = isConnected ? (live?.finishesAt ?? null) : null;
  const unit = t('creditUnit', { count: credits.charged });
  return (
    <>
      {live !== null && (
        <>
          <Figure
            label={t('monitor.rate')}
            value={
              isConnected
                ? t('monitor.perSecond', { rate: format.decimal(live.ratePerSecond) })
                : t('monitor.unknown')
            }
            note={isConnected ? t('monitor.inFlight', { count: live.inFlight }) : undefined}
          />
          <Figure
            label={t('monitor.timeLeft')}
            value={
              finishesAt === null
                ? t('monitor.unknown')
                : format.duration(Math.max(0, finishesAt - now) / 1000)
            }
            note={
              finishesAt === null
                ? undefined
                : live.retriesEndAt !== null && live.retriesEndAt > finishesAt
                  ? t('monitor.untilRetries', {
                      at: format.when(finishesAt),
                      retries: format.when(live.retriesEndAt),
                    })
                  : t('monitor.until', { at: format.when(finishesAt) })
            }
          />
        </>
      )}
      {live === null && startedAt !== null && (
        <Figure
          label={t('monitor.started')}
          value={format.when(startedAt)}
          note={
            finishedAt === null
              ? undefined
              : t('monitor.finished', {
                  at: format.when(finishedAt),
                  span: format.duration((finishedAt - startedAt) / 1000),
                })
          }
        />
      )}
      <Figure
        label={t('monitor.credits')}
        value={<Count value={credits.charged} unit={unit} />}
        note={t('monitor.predicted', {
          predicted: format.number(credits.predicted),
          reserved: format.number(credits.reserved),
        })}
      />
    </>
  );
}
