import { Alert, Button, Group, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '#shared/contract/gateways.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Why delivery reports that should arrive cannot, what that means, and another try. */
export function ReportsProblem({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation('gateways');
  const again = useMutation(orpc.gateways.update.mutationOptions({ onError: notifyFailure }));
  if (gateway.reportsProblem === null) return null;
  return (
    <Alert
      color="orange"
      mb="sm"
      icon={<IconPlugConnectedX aria-hidden />}
      title={t('reports.problemTitle')}
    >
      <Group justify="space-between" align="end" gap="md">
        <Text maw={640}>
          {gateway.reportsProblem.message} {t('reports.problemText')}
        </Text>
        <Button
          size="xs"
          variant="default"
          loading={again.isPending}
          onClick={() => again.mutate({ id: gateway.id })}
        >
          {t('reports.again')}
        </Button>
      </Group>
    </Alert>
  );
}
