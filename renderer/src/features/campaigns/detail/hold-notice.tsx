import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { AnchorLink } from '#renderer/components/links.tsx';
import { MismatchNotices } from '#renderer/features/campaigns/detail/mismatch-notice.tsx';
import { TestAndResume } from '#renderer/features/campaigns/detail/test-and-resume.tsx';
import { wordsFor } from '#renderer/lib/core-words.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';
import type { CampaignShare } from '#shared/contract/campaign-status.ts';

/** While a campaign goes on by its other gateways: which one holds its messages back, and why. */
export function HoldNotices({ campaign }: { campaign: Campaign }) {
  if (campaign.state !== 'running') return null;
  return campaign.gateways.map((share) =>
    share.hold === null || share.queued === 0 ? null : (
      <HoldNotice key={share.gatewayId} campaign={campaign} share={share} hold={share.hold} />
    ),
  );
}

type HoldProps = {
  campaign: Campaign;
  share: CampaignShare;
  hold: NonNullable<CampaignShare['hold']>;
};

function HoldNotice({ campaign, share, hold }: HoldProps) {
  const { t } = useTranslation('campaigns');
  const words = wordsFor(hold.message);
  return (
    <Alert
      color="orange"
      icon={<IconPlayerPause size={18} aria-hidden />}
      title={t('shares.held', { count: share.queued, gateway: share.gatewayName })}
      p={12}
      role="status"
    >
      <Stack gap={4} align="flex-start">
        {words === null && <Text size="sm">{t(`pause.${hold.code}.todo`)}</Text>}
        <Text size="sm" c={words === null ? 'dimmed' : undefined}>
          {words ?? hold.message}
        </Text>
        <Text size="sm">{t('shares.othersGoOn')}</Text>
        {hold.code === 'credit-mismatch' && (
          <MismatchNotices campaign={campaign} gatewayId={share.gatewayId} />
        )}
        <Group gap={16} mt={4}>
          <TestAndResume campaign={campaign} />
          <AnchorLink to="/gateways" size="sm">
            {t('pause.openGateways')}
          </AnchorLink>
        </Group>
      </Stack>
    </Alert>
  );
}
