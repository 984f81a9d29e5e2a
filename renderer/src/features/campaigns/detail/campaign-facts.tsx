import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/campaigns/detail/detail.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** What a campaign was told to do: whom, by which gateway, when, how fast, and the text. */
export function CampaignFacts({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const facts: [string, string][] = [
    ['lists', campaign.listNames.join(', ')],
    ['gateway', campaign.gatewayName],
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
    ['created', format.dateTime(campaign.createdAt)],
  ];
  return (
    <Stack gap={16}>
      <dl className={classes.facts}>
        {facts.map(([key, value]) => (
          <div key={key} className={classes.fact}>
            <dt>{t(`facts.${key}`)}</dt>
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
