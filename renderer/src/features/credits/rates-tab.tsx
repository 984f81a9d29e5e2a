import { Alert, Button, Group, Select, Skeleton, Stack, Text } from '@mantine/core';
import { IconInfoCircle, IconPlus, IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { useCan } from '#renderer/hooks/use-session.ts';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { TableExport } from '#renderer/components/table-export.tsx';
import { RateForm } from '#renderer/features/credits/rate-form.tsx';
import { RateImport } from '#renderer/features/credits/rate-import.tsx';
import { RateTable } from '#renderer/features/credits/rate-table.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/features/credits/rates.module.css';
import type { RateLine } from '#shared/contract/rates.ts';

/** What one part costs on each gateway, by country and number prefix. */
export function RatesTab() {
  const { t } = useTranslation('rates');
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const [chosen, setChosen] = useState<number>();
  if (gateways.isPending) return <Skeleton height={240} />;
  if (gateways.isError) {
    return <ErrorState error={gateways.error} onRetry={() => gateways.refetch()} />;
  }
  // The one that costs money first: practice has nothing to look up.
  const usual = gateways.data.find(({ practice }) => !practice) ?? gateways.data[0];
  if (!usual) {
    return (
      <EmptyState
        icon={IconWorld}
        title={t('empty.title')}
        text={t('empty.text')}
        action={
          <ButtonLink to="/gateways" search={{ add: 'esms' }}>
            {t('empty.action')}
          </ButtonLink>
        }
      />
    );
  }
  const gatewayId = gateways.data.find(({ id }) => id === chosen)?.id ?? usual.id;
  return (
    <GatewayRates
      key={gatewayId}
      gatewayId={gatewayId}
      choice={
        gateways.data.length > 1 && (
          <Select
            w={200}
            aria-label={t('gateway')}
            data={gateways.data.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={String(gatewayId)}
            allowDeselect={false}
            onChange={(value) => setChosen(Number(value))}
          />
        )
      }
    />
  );
}

type Open = { line: RateLine | null } | null;

function GatewayRates({ gatewayId, choice }: { gatewayId: number; choice: ReactNode }) {
  const { t } = useTranslation('rates');
  const format = useFormat();
  const mayChange = useCan('credits.rates');
  const [open, setOpen] = useState<Open>(null);
  const table = useQuery(orpc.rates.get.queryOptions({ input: { id: gatewayId } }));
  if (table.isPending) return <Skeleton height={240} />;
  if (table.isError) {
    return <ErrorState error={table.error} onRetry={() => table.refetch()} />;
  }
  const { rates, defaultRate, gatewayName } = table.data;
  const unconfirmed = rates.filter(({ confirmed }) => !confirmed).length;
  const close = () => setOpen(null);
  return (
    <Stack className={classes.tab} gap="md">
      <Group gap="xs" justify="space-between">
        <Group gap="xs">{choice}</Group>
        <Group gap="xs">
          <Can permission="credits.rates">
            <RateImport gatewayId={gatewayId} />
          </Can>
          <TableExport
            start={(format) =>
              client.rates.export({ gatewayId, format, target: { download: true } })
            }
          />
          <Can permission="credits.rates">
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setOpen({ line: null })}
            >
              {t('add')}
            </Button>
          </Can>
        </Group>
      </Group>
      <Text c="dimmed">
        {t('explain', { gateway: gatewayName, rate: format.rate(defaultRate) })}
      </Text>
      {unconfirmed > 0 && (
        <Alert color="yellow" p={12} icon={<IconInfoCircle size={18} aria-hidden />}>
          {t('unconfirmedNote', { count: unconfirmed })}
        </Alert>
      )}
      <RateTable
        rates={rates}
        selected={open?.line ?? null}
        onSelect={(line) => mayChange && setOpen({ line })}
      />
      <SidePanel
        title={open?.line ? t('form.edit') : t('form.add')}
        opened={open !== null}
        onClose={close}
      >
        {open && (
          <RateForm
            key={open.line ? `${open.line.country} ${open.line.prefix}` : 'new'}
            gatewayId={gatewayId}
            defaultRate={defaultRate}
            line={open.line}
            onDone={close}
          />
        )}
      </SidePanel>
    </Stack>
  );
}
