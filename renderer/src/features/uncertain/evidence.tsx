import { Button, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSeesHouse } from '#renderer/hooks/use-session.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { UncertainGroup } from '#shared/contract/uncertain.ts';

/** What speaks for or against these messages having been sent. Says so where nothing is known. */
export function Evidence({ group }: { group: UncertainGroup }) {
  const { t } = useTranslation('uncertain');
  const queries = useQueryClient();
  const seesHouse = useSeesHouse();
  const balance = useMutation(
    orpc.gateways.balance.mutationOptions({
      onError: notifyFailure,
      onSettled: () => void queries.invalidateQueries({ queryKey: orpc.uncertain.key() }),
    }),
  );
  const { strayReports, balanceHelps, repeatable } = group.evidence;
  return (
    <div>
      <Text size="sm" c="dimmed" mb={4}>
        {t('evidence')}
      </Text>
      <Stack gap={4} align="flex-start">
        <Balance group={group} />
        {balanceHelps && seesHouse && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconRefresh size={14} aria-hidden />}
            loading={balance.isPending}
            onClick={() => balance.mutate({ id: group.gatewayId })}
          >
            {t('askBalance')}
          </Button>
        )}
        <Text size="sm">
          {strayReports > 0 ? t('reports', { count: strayReports }) : t('noReports')}
        </Text>
        {repeatable && <Text size="sm">{t('repeatable')}</Text>}
      </Stack>
    </div>
  );
}

function Balance({ group }: { group: UncertainGroup }) {
  const { t } = useTranslation('uncertain');
  const format = useFormat();
  const { balance, balanceHelps } = group.evidence;
  if (!balance) return <Text size="sm">{t(balanceHelps ? 'balanceHelps' : 'noBalance')}</Text>;
  const { before, after, unexplained } = balance;
  const hint = unexplained === 0 ? 'none' : unexplained >= group.credits ? 'all' : 'some';
  return (
    <Text size="sm">
      {t('balance', {
        count: unexplained,
        from: format.dateTime(before.at),
        to: format.dateTime(after.at),
      })}{' '}
      {t(`hint.${hint}`)}
    </Text>
  );
}
