import { Alert, Button, Group, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '#shared/contract/gateways.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Why delivery reports that should arrive cannot, what that means, and another try. */
export function ReportsProblem({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation('gateways');
  const again = useMutation(orpc.gateways.update.mutationOptions({ onError: notifyFailure }));
  if (gateway.polling?.problem) return <PollingProblem polling={gateway.polling} />;
  if (gateway.reportsProblem === null) return null;
  return (
    <Alert
      color="orange"
      my="sm"
      icon={<IconPlugConnectedX aria-hidden />}
      title={t('reports.problemTitle')}
    >
      <Group justify="space-between" align="end" gap="md">
        <Text maw={640}>
          {inWords(gateway.reportsProblem.message)} {t('reports.problemText')}
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

/** Siar goes on asking by itself: there is nothing to press, only when it last went well and will be tried. */
function PollingProblem({ polling }: { polling: NonNullable<Gateway['polling']> }) {
  const { t } = useTranslation('gateways');
  const format = useFormat();
  const { problem, answeredAt, nextAt } = polling;
  return (
    <Alert
      color="orange"
      my="sm"
      icon={<IconPlugConnectedX aria-hidden />}
      title={t('reports.pollTitle')}
    >
      <Text maw={640}>
        {inWords(problem?.message ?? '')} {t('reports.problemText')}
      </Text>
      <Text size="sm" c="dimmed" mt={4}>
        {answeredAt === null
          ? t('reports.pollNever')
          : t('reports.pollLast', { time: format.when(answeredAt) })}{' '}
        {nextAt !== null && t('reports.pollNext', { time: format.time(nextAt) })}
      </Text>
    </Alert>
  );
}
