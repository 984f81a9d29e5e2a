import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notifyFailure, notifyNotice } from '#renderer/lib/notify.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** One click for what was mended at the gateway: tests it without sending, and resumes if it answers. */
export function TestAndResume({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const queries = useQueryClient();
  const fix = useMutation({
    mutationFn: async () => {
      const tested = await client.gateways.test({ id: campaign.gatewayId });
      if (tested.ok) await client.campaigns.resume({ id: campaign.id });
      return tested;
    },
    onSuccess: ({ ok, message }) => {
      if (!ok) notifyNotice(campaign.gatewayName, message, 'orange');
    },
    onError: notifyFailure,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: orpc.campaigns.key() });
      void queries.invalidateQueries({ queryKey: orpc.gateways.key() });
    },
  });
  return (
    <Button
      size="xs"
      leftSection={<IconPlayerPlay size={14} aria-hidden />}
      loading={fix.isPending}
      onClick={() => fix.mutate()}
    >
      {t('pause.testAndResume')}
    </Button>
  );
}
