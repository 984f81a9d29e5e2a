import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '#shared/contract/campaigns.ts';
import { Count } from '#renderer/components/count.tsx';
import { CampaignName } from '#renderer/features/home/campaign-name.tsx';
import { Section } from '#renderer/features/home/section.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import classes from '#renderer/features/home/home.module.css';

/** Campaigns that start by themselves later, soonest first. */
export function DueSection({ due }: { due: Campaign[] }) {
  const { t } = useTranslation('home');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  if (due.length === 0) return null;
  const sorted = due.toSorted((a, b) => (a.scheduledAt ?? 0) - (b.scheduledAt ?? 0));
  return (
    <Section title={t('due.title')}>
      <ul className={classes.rows}>
        {sorted.map((campaign) => (
          <li key={campaign.id} className={classes.row}>
            <div className={classes.main}>
              <CampaignName campaign={campaign} />
              <Text size="xs" c="dimmed">
                {campaign.listNames.join(', ')}
              </Text>
            </div>
            <div className={classes.figures}>
              <span>
                {campaign.scheduledAt === null
                  ? t('due.inWindow', { window: campaign.window })
                  : format.dateTime(campaign.scheduledAt)}
              </span>
              <Count
                value={campaign.counts.queued}
                unit={common('unit.messages', { count: campaign.counts.queued })}
              />
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
