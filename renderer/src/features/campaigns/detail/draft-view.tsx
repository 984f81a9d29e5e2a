import { Alert, Stack } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CampaignFacts } from '#renderer/features/campaigns/detail/campaign-facts.tsx';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** A campaign that was saved and not sent: nothing has happened yet. */
export function DraftView({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  return (
    <Stack gap={16}>
      <Alert color="gray" icon={<IconPencil size={18} aria-hidden />} p={12}>
        {t('draft.text')}
      </Alert>
      <CampaignFacts campaign={campaign} />
    </Stack>
  );
}
