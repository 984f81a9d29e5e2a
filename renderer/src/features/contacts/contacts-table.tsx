import { Button, Select, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconSearchOff, IconUsersPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { Count } from '#renderer/components/count.tsx';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { PagedList } from '#renderer/components/paged-list.tsx';
import { SearchInput } from '#renderer/components/search-input.tsx';
import { VirtualTable, type VirtualColumn } from '#renderer/components/virtual-table.tsx';
import classes from '#renderer/features/contacts/contacts-page.module.css';
import { ExportContacts } from '#renderer/features/contacts/export-contacts.tsx';
import { SuppressedMark } from '#renderer/features/contacts/suppressed-mark.tsx';
import { usePagedRows } from '#renderer/hooks/use-paged-rows.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import type { Contact, ContactList } from '#shared/contract/contacts.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

const NUMBER_PX = 170;
const NAME_PX = 200;
const FIELD_PX = 140;

type ContactsTableProps = {
  list: ContactList | undefined;
  listId: number | undefined;
  selected: number | undefined;
  onOpen: (id: number) => void;
};

/** The people of a list (or all), searched while typing, with as many fields as there is room for. */
export function ContactsTable({ list, listId, selected, onOpen }: ContactsTableProps) {
  const { t } = useTranslation('contacts');
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<'added' | 'name'>('added');
  const { ref, width } = useElementSize();
  const columns = useColumns(listId, width);
  const filter = { listId, search: search.trim() === '' ? undefined : search.trim() };
  const rows = usePagedRows<Contact>({
    queryKey: [...orpc.contacts.page.key(), { ...filter, sort }],
    fetchPage: (offset, limit, signal) =>
      client.contacts.page({ ...filter, sort, offset, limit }, { signal }),
  });
  const found = !rows.isPending && rows.error === null;

  return (
    <section className={classes.main} ref={ref} aria-label={list?.name ?? t('lists.all')}>
      <div className={classes.toolbar}>
        <div className={classes.search}>
          <SearchInput value={search} onChange={setSearch} label={t('search')} />
        </div>
        <Select
          aria-label={t('sort.label')}
          data={[
            { value: 'added', label: t('sort.added') },
            { value: 'name', label: t('sort.name') },
          ]}
          value={sort}
          onChange={(value) => setSort(value === 'name' ? 'name' : 'added')}
          allowDeselect={false}
          w={150}
        />
        <Text size="sm" c="dimmed" ml="auto" role="status">
          {found && <Count value={rows.total} unit={t('contactsUnit', { count: rows.total })} />}
        </Text>
        <Can permission="contacts.export">
          <ExportContacts filter={filter} total={rows.total} />
        </Can>
      </div>
      <PagedList
        rows={rows}
        empty={
          <NothingHere
            listId={listId}
            searched={filter.search !== undefined}
            onClear={() => setSearch('')}
          />
        }
      >
        <VirtualTable<Contact>
          columns={columns}
          total={rows.length}
          getRow={rows.getRow}
          onVisibleRange={rows.onVisibleRange}
          onRowClick={(contact) => onOpen(contact.id)}
          selectedId={selected}
          rowKey={(contact) => contact.id}
          label={list?.name ?? t('lists.all')}
          resetKey={`${listId ?? 'all'}|${filter.search ?? ''}|${sort}`}
        />
      </PagedList>
    </section>
  );
}

function NothingHere({
  listId,
  searched,
  onClear,
}: {
  listId: number | undefined;
  searched: boolean;
  onClear: () => void;
}) {
  const { t } = useTranslation('contacts');
  return searched ? (
    <EmptyState
      icon={IconSearchOff}
      title={t('nothingFound.title')}
      text={t('nothingFound.text')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('nothingFound.clear')}
        </Button>
      }
    />
  ) : (
    <EmptyState
      icon={IconUsersPlus}
      title={t('emptyList.title')}
      text={t('emptyList.text')}
      action={
        <Can permission="contacts.write">
          <ButtonLink to="/contacts/import" search={{ list: listId }}>
            {t('empty.import')}
          </ButtonLink>
        </Can>
      }
    />
  );
}

/** Name and number always; then the fields most used in this list, as many as fit. */
function useColumns(listId: number | undefined, width: number): VirtualColumn<Contact>[] {
  const { t } = useTranslation('contacts');
  const keys = useQuery({
    ...orpc.contacts.fieldKeys.queryOptions({
      input: { listIds: listId === undefined ? [] : [listId] },
    }),
    placeholderData: keepPreviousData,
  });
  const room = Math.max(0, Math.floor((width - NUMBER_PX - NAME_PX) / FIELD_PX));
  const shown = (keys.data ?? []).slice(0, room);
  return [
    {
      key: 'name',
      header: t('name'),
      width: NAME_PX,
      grow: 2,
      render: (contact) => (
        <span className={classes.name}>
          <span>{contact.name}</span>
          {contact.suppressed && <SuppressedMark />}
        </span>
      ),
    },
    {
      key: 'number',
      header: t('number'),
      width: NUMBER_PX,
      render: (contact) => <span className="tabular">{formatMsisdn(contact.msisdn)}</span>,
    },
    ...shown.map(({ key }): VirtualColumn<Contact> => ({
      key: `field:${key}`,
      header: key,
      width: FIELD_PX,
      grow: 1,
      render: (contact) => contact.fields[key] ?? '',
    })),
  ];
}
