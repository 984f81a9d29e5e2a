import { Alert, Button, Group, Text } from '@mantine/core';
import { IconRefreshDot } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { confirmAction } from '#renderer/components/confirm.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** Failed messages that Siar sends again by itself: how many, when, at what cost, and a way to stop it. */
export function RetryNotice({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('retries');
  const format = useFormat();
  const queries = useQueryClient();
  const { waiting, next, nextAt, credits } = campaign.retries;
  const cancel = useMutation(
    orpc.retries.cancel.mutationOptions({
      onError: notifyFailure,
      onSuccess: ({ cancelled }) => notifyDone(t('cancelled', { count: cancelled })),
      onSettled: () => void queries.invalidateQueries({ queryKey: orpc.campaigns.key() }),
    }),
  );
  if (nextAt === null) return null;
  const ask = async () => {
    const sure = await confirmAction({
      title: t('cancelTitle', { count: waiting }),
      text: t('cancelText'),
      confirmLabel: t('cancel'),
    });
    if (sure) cancel.mutate({ campaignId: campaign.id });
  };
  const later = waiting - next;
  return (
    <Alert color="blue" icon={<IconRefreshDot size={18} aria-hidden />} p={12} role="status">
      <Group justify="space-between" gap={8} wrap="nowrap" align="flex-start">
        <div>
          <Text size="sm" fw={600}>
            {t('waiting', { count: next, next, at: format.when(nextAt) })}
            {later > 0 && ` · ${t('later', { count: later })}`}
          </Text>
          <Text size="sm">
            {campaign.practice ? t('practiceCost') : t('cost', { count: credits })}
          </Text>
        </div>
        <Button
          variant="default"
          size="xs"
          flex="none"
          loading={cancel.isPending}
          onClick={() => void ask()}
        >
          {t('cancel')}
        </Button>
      </Group>
    </Alert>
  );
}
