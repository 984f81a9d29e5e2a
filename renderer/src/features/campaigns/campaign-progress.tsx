import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '#shared/contract/campaigns.ts';

type ProgressProps = { campaign: Pick<Campaign, 'summary' | 'counts'>; size?: 'small' | 'large' };

/** Success, queue and failure as one bar, and in words above it: colour is never the only sign. */
export function CampaignProgress({ campaign, size = 'small' }: ProgressProps) {
  const { t } = useTranslation('campaigns');
  const { summary, counts } = campaign;
  const total = summary.success + summary.queue + summary.failure + counts.cancelled;
  if (counts.frozen === 0) return null;
  const share = (value: number) => (total === 0 ? 0 : (value / total) * 100);
  const words = [
    t('progress.success', { count: summary.success }),
    ...(summary.queue > 0 ? [t('progress.queue', { count: summary.queue })] : []),
    ...(summary.failure > 0 ? [t('progress.failure', { count: summary.failure })] : []),
    ...(counts.cancelled > 0 ? [t('progress.cancelled', { count: counts.cancelled })] : []),
    ...(counts.excluded > 0 ? [t('progress.excluded', { count: counts.excluded })] : []),
  ].join(' · ');
  return (
    <div>
      {size === 'small' && (
        <Text size="xs" truncate title={words} className="tabular" lh={1.3}>
          {words}
        </Text>
      )}
      <Progress.Root
        size={size === 'small' ? 4 : 12}
        role="img"
        aria-label={words}
        transitionDuration={120}
      >
        <Progress.Section
          withAria={false}
          value={share(summary.success)}
          color="var(--siar-success)"
        />
        <Progress.Section
          withAria={false}
          value={share(summary.failure)}
          color="var(--siar-failure)"
        />
        <Progress.Section withAria={false} value={share(summary.queue)} color="var(--siar-queue)" />
      </Progress.Root>
    </div>
  );
}
