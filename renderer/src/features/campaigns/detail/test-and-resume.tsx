import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notifyFailure, notifyNotice } from '#renderer/lib/notify.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** One click for what was mended at the gateway: tests it without sending, and resumes if it answers. */
export function TestAndResume({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const queries = useQueryClient();
  const fix = useMutation({
    mutationFn: async () => {
      for (const gateway of culprits(campaign)) {
        const tested = await client.gateways.test({ id: gateway.id });
        if (!tested.ok) return { ...tested, gateway: gateway.name };
      }
      await client.campaigns.resume({ id: campaign.id });
      return null;
    },
    onSuccess: (failed) => {
      if (failed) notifyNotice(failed.gateway, inWords(failed.message), 'orange');
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

/** The gateways that hold the campaign back; its own where none is known. */
function culprits({ gateways, gatewayId, gatewayName }: Campaign): { id: number; name: string }[] {
  const held = gateways.filter(({ hold }) => hold !== null);
  if (held.length === 0) return [{ id: gatewayId, name: gatewayName }];
  return held.map((share) => ({ id: share.gatewayId, name: share.gatewayName }));
}
