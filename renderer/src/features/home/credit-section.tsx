import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { hasRunway, RunwayNote } from '#renderer/components/runway-note.tsx';
import { Section } from '#renderer/features/home/section.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { useRunway } from '#renderer/hooks/use-runway.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Balance } from '#shared/contract/balances.ts';

/** Gateways that are low, and how far the credit reaches where something is going to be sent. */
export function CreditSection() {
  const { t } = useTranslation('runway');
  const balances = useQuery(orpc.balances.all.queryOptions());
  const runway = useRunway();
  const low = (balances.data ?? []).filter(({ lowSince }) => lowSince !== null);
  const reaching = (runway.data ?? []).filter(
    (one) => hasRunway(one) && (!one.practice || one.end !== null),
  );
  const failed = balances.error ?? runway.error;
  if (failed !== null) {
    const again = () => Promise.all([balances.refetch(), runway.refetch()]);
    return (
      <Section title={t('title')}>
        <ErrorState error={failed} onRetry={again} />
      </Section>
    );
  }
  if (low.length + reaching.length === 0) return null;
  return (
    <Section title={t('title')}>
      <Stack gap="xs">
        {low.map((balance) => (
          <LowBalance key={balance.gatewayId} balance={balance} />
        ))}
        {reaching.map((one) => (
          <RunwayNote key={one.gatewayId} runway={one} />
        ))}
      </Stack>
    </Section>
  );
}

function LowBalance({ balance }: { balance: Balance }) {
  const { t } = useTranslation('runway');
  const format = useFormat();
  return (
    <Alert color="orange" icon={<IconCoins aria-hidden />}>
      <Group justify="space-between" gap="xs">
        <Text flex="1 1 20rem">
          {t('low', {
            gateway: balance.gatewayName,
            credits: format.number(balance.expected ?? 0),
            level: format.number(balance.level ?? 0),
          })}
        </Text>
        <ButtonLink to="/credits" size="xs" variant="default">
          {t('look')}
        </ButtonLink>
      </Group>
    </Alert>
  );
}
