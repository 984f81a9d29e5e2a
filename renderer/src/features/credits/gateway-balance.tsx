import {
  Alert,
  Button,
  Group,
  NumberInput,
  SegmentedControl,
  Skeleton,
  Stack,
  Text,
} from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { hasRunway, RunwayNote } from '#renderer/components/runway-note.tsx';
import { BalanceTable } from '#renderer/features/credits/balance-table.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { useSeesHouse } from '#renderer/hooks/use-session.ts';
import { useRunway } from '#renderer/hooks/use-runway.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Balance } from '#shared/contract/balances.ts';
import classes from '#renderer/features/credits/rates.module.css';

const CHART_PX = 160;

/** The chart library is larger than the page: it comes after the page can be used. */
const BalanceChart = lazy(async () => ({
  default: (await import('#renderer/features/credits/balance-chart.tsx')).BalanceChart,
}));

/** What the gateway itself says it has: how that compares, how far it reaches, and how it went. */
export function GatewayBalance({ gatewayId, owner }: { gatewayId: number; owner: boolean }) {
  const balances = useQuery(orpc.balances.all.queryOptions());
  const runway = useRunway().data?.find((one) => one.gatewayId === gatewayId);
  const balance = balances.data?.find((one) => one.gatewayId === gatewayId);
  const seesHouse = useSeesHouse();
  if (!seesHouse) return null;
  if (balances.isPending) return <Skeleton height={30} />;
  if (balances.isError) {
    return <ErrorState error={balances.error} onRetry={() => balances.refetch()} />;
  }
  if (!balance) return null;
  return (
    <Stack gap="sm">
      <Reading balance={balance} />
      {balance.difference !== null && balance.difference !== 0 && (
        <Difference balance={balance} owner={owner} />
      )}
      {runway && hasRunway(runway) && <RunwayNote runway={runway} />}
      {balance.reading && <Series gatewayId={gatewayId} />}
    </Stack>
  );
}

function Reading({ balance }: { balance: Balance }) {
  const { t } = useTranslation('credits');
  const format = useFormat();
  const read = useMutation(orpc.gateways.balance.mutationOptions({ onError: notifyFailure }));
  const { reading, expected, gatewayId } = balance;
  return (
    <Group justify="space-between" gap="sm">
      <Group gap="xs">
        <Text className="tabular">
          {reading === null
            ? t('balance.never')
            : t('balance.reading', {
                credits: format.number(reading.credits),
                at: format.when(reading.at),
              })}
          {reading !== null && expected !== null && expected !== reading.credits && (
            <Text span c="dimmed">
              {' '}
              {t('balance.expected', { credits: format.number(expected) })}
            </Text>
          )}
        </Text>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={read.isPending}
          onClick={() => read.mutate({ id: gatewayId })}
        >
          {t('balance.read')}
        </Button>
      </Group>
      <Can permission="credits.rates">
        <Level key={balance.level} balance={balance} />
      </Can>
    </Group>
  );
}

/** Saved when the field is left or Enter is pressed; empty: no alert. */
function Level({ balance }: { balance: Balance }) {
  const { t } = useTranslation('credits');
  const { gatewayId, level } = balance;
  const [text, setText] = useState<string | number>(level ?? '');
  const set = useMutation(
    orpc.balances.setLevel.mutationOptions({
      onError: notifyFailure,
      onSuccess: () => notifyDone(t('balance.levelSaved')),
    }),
  );
  const save = () => {
    const next = text === '' ? null : Math.round(Number(text));
    if (next === level || set.isPending) return;
    set.mutate({ id: gatewayId, level: next });
  };
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed" aria-hidden>
        {t('balance.level')}
      </Text>
      <NumberInput
        className={classes.level}
        size="xs"
        aria-label={t('balance.level')}
        placeholder={t('balance.noLevel')}
        min={0}
        max={1_000_000_000}
        allowDecimal={false}
        thousandSeparator=","
        value={text}
        onChange={setText}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
        }}
      />
    </Group>
  );
}

function Difference({ balance, owner }: { balance: Balance; owner: boolean }) {
  const { t } = useTranslation('credits');
  const format = useFormat();
  const difference = balance.difference ?? 0;
  const book = useMutation(
    orpc.balances.reconcile.mutationOptions({
      onError: notifyFailure,
      onSuccess: (answer) =>
        notifyDone(t('balance.booked', { credits: format.number(answer.difference) })),
    }),
  );
  return (
    <Alert color="yellow" p={12} icon={<IconAlertTriangle size={18} aria-hidden />}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" flex="1 1 20rem">
          {t(difference < 0 ? 'balance.less' : 'balance.more', {
            credits: format.number(Math.abs(difference)),
          })}
        </Text>
        {owner && (
          <Button
            size="xs"
            variant="default"
            loading={book.isPending}
            onClick={() => book.mutate({ id: balance.gatewayId })}
          >
            {t('balance.book')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function Series({ gatewayId }: { gatewayId: number }) {
  const { t } = useTranslation('credits');
  const [shown, setShown] = useState('chart');
  const series = useQuery(orpc.balances.series.queryOptions({ input: { id: gatewayId } }));
  const points = series.data ?? [];
  // One point is no line.
  if (points.length < 2) return null;
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={500} component="h3">
          {t('balance.over')}
        </Text>
        <SegmentedControl
          size="xs"
          value={shown}
          onChange={setShown}
          aria-label={t('balance.shown')}
          transitionDuration={100}
          data={[
            { value: 'chart', label: t('balance.chart') },
            { value: 'table', label: t('balance.table') },
          ]}
        />
      </Group>
      {shown === 'table' ? (
        <BalanceTable points={points} />
      ) : (
        <Suspense fallback={<Skeleton height={CHART_PX} />}>
          <BalanceChart points={points} height={CHART_PX} />
        </Suspense>
      )}
    </Stack>
  );
}
