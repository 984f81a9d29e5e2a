import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/campaigns/detail/detail.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

type Words = ReturnType<typeof useTranslation<'campaigns'>>['t'];

/** Only what was chosen: most campaigns go out plainly. */
function pacingFacts(
  { priority, missed, spreadMinutes, canary }: Campaign,
  t: Words,
  format: ReturnType<typeof useFormat>,
): [string, string][] {
  const facts: [string, string][] = [];
  if (priority === 'urgent') facts.push(['priority', t('facts.urgent')]);
  if (spreadMinutes !== null) facts.push(['spread', format.duration(spreadMinutes * 60)]);
  if (canary !== null) {
    facts.push([
      'canary',
      t(canary.minDelivered === null ? 'facts.canaryAccepted' : 'facts.canaryDelivered', {
        count: canary.messages,
        accepted: canary.minAccepted,
        delivered: canary.minDelivered,
        span: format.duration(canary.waitMinutes * 60),
      }),
    ]);
  }
  if (missed !== 'ask') facts.push(['missed', t(`wizard.missedChoice.${missed}`)]);
  return facts;
}

/** What a campaign was told to do: whom, by which gateway, when, how fast, and the text. */
export function CampaignFacts({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation(['campaigns', 'dead']);
  const format = useFormat();
  const facts: [string, string][] = [
    ['lists', campaign.listNames.join(', ')],
    ['gateway', campaign.gatewayName],
    ...(campaign.routing ? [] : [['routing', t('facts.noRouting')] as [string, string]]),
    [
      'start',
      campaign.scheduledAt === null ? t('facts.atOnce') : format.dateTime(campaign.scheduledAt),
    ],
    ['window', campaign.window === 'always' ? t('facts.always') : campaign.window],
    ['zone', campaign.timeZone ?? t('facts.ownZones')],
    [
      'rate',
      campaign.rate === null
        ? t('facts.gatewayRate')
        : t('monitor.perSecond', { rate: format.decimal(campaign.rate) }),
    ],
    ...pacingFacts(campaign, t, format),
    ['dead', t(campaign.leaveOutDead ? 'dead:factOut' : 'dead:factSend')],
    ['created', format.dateTime(campaign.createdAt)],
  ];
  return (
    <Stack gap={16}>
      <dl className={classes.facts}>
        {facts.map(([key, value]) => (
          <div key={key} className={classes.fact}>
            <dt>{key === 'dead' ? t('dead:fact') : t(`facts.${key}`)}</dt>
            <dd className="tabular">{value}</dd>
          </div>
        ))}
      </dl>
      <div style={{ maxWidth: 640 }}>
        <Text size="sm" c="dimmed" mb={4}>
          {t('facts.text')}
        </Text>
        <div className={classes.text}>{campaign.text}</div>
      </div>
    </Stack>
  );
}
