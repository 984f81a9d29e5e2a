import { Group, Select, Switch } from '@mantine/core';
import { IconNotebook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, NoMatch } from '#renderer/components/empty-state.tsx';
import { PagedList } from '#renderer/components/paged-list.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { TableExport } from '#renderer/components/table-export.tsx';
import { BookingFacts } from '#renderer/features/credits/booking-facts.tsx';
import { LedgerTable } from '#renderer/features/credits/ledger-table.tsx';
import { fromOwner, toOwner, useOwnerOptions } from '#renderer/features/credits/owners.ts';
import { usePagedRows } from '#renderer/hooks/use-paged-rows.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import type { LedgerRow } from '#shared/contract/credits.ts';
import { TRANSACTION_KINDS, type TransactionKind } from '#shared/credits/ledger.ts';

/** Every booking of credits, filtered by gateway, kind and user. */
export function LedgerTab() {
  const { t } = useTranslation('credits');
  const [gatewayId, setGatewayId] = useState<number>();
  const [kind, setKind] = useState<TransactionKind>();
  const [userId, setUserId] = useState<number | null>();
  const [selected, setSelected] = useState<LedgerRow | null>(null);
  const books = useQuery(orpc.credits.accounts.queryOptions());
  const [each, setEach] = useState(false);
  const filter = { gatewayId, kind, userId };
  const bookings = usePagedRows<LedgerRow>({
    queryKey: [...orpc.credits.ledger.key(), filter, each],
    fetchPage: (offset, limit, signal) =>
      client.credits.ledger({ ...filter, each, offset, limit }, { signal }),
  });
  const owners = useOwnerOptions([
    ...new Map(
      books.data?.flatMap(({ users }) => users).map((user) => [user.userId, user]),
    ).values(),
  ]);
  const gateways = books.data ?? [];
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const isEmpty = !bookings.isPending && bookings.error === null && bookings.total === 0;
  if (isEmpty && !isFiltered) {
    return (
      <EmptyState icon={IconNotebook} title={t('ledger.empty')} text={t('ledger.emptyText')} />
    );
  }
  return (
    <>
      <Group gap="xs">
        {gateways.length > 1 && (
          <Select
            w={180}
            aria-label={t('ledger.gateway')}
            placeholder={t('ledger.allGateways')}
            data={gateways.map((book) => ({
              value: String(book.gatewayId),
              label: book.gatewayName,
            }))}
            value={gatewayId === undefined ? null : String(gatewayId)}
            onChange={(value) => setGatewayId(value === null ? undefined : Number(value))}
            clearable
          />
        )}
        <Select
          w={180}
          aria-label={t('ledger.kind')}
          placeholder={t('ledger.allKinds')}
          data={TRANSACTION_KINDS.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
          value={kind ?? null}
          onChange={(value) => setKind(TRANSACTION_KINDS.find((one) => one === value))}
          clearable
        />
        {owners.length > 1 && (
          <Select
            w={180}
            aria-label={t('account.user')}
            placeholder={t('ledger.allUsers')}
            data={owners}
            value={userId === undefined ? null : fromOwner(userId)}
            onChange={(value) => setUserId(value === null ? undefined : toOwner(value))}
            clearable
            searchable
          />
        )}
        <Switch
          label={t('ledger.each')}
          checked={each}
          onChange={(event) => setEach(event.currentTarget.checked)}
        />
        <TableExport
          disabled={bookings.total === 0}
          start={(format) =>
            client.credits.export({ ...filter, format, target: { download: true } })
          }
        />
      </Group>
      <PagedList
        rows={bookings}
        empty={<NoMatch title={t('ledger.noMatch')} text={t('ledger.noMatchText')} />}
      >
        <LedgerTable
          bookings={bookings}
          selectedId={selected?.id ?? null}
          onSelect={setSelected}
          resetKey={JSON.stringify([filter, each])}
          withGateway={gateways.length > 1}
          withUser={owners.length > 1}
        />
      </PagedList>
      <SidePanel
        key={selected?.id}
        title={t('booking.title', { id: selected?.id ?? 0 })}
        opened={selected !== null}
        onClose={() => setSelected(null)}
      >
        {selected && <BookingFacts booking={selected} />}
      </SidePanel>
    </>
  );
}
