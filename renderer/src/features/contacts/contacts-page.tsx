import { Button, Group } from '@mantine/core';
import { IconFileImport, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { Page } from '#renderer/components/page.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { AddContact } from '#renderer/features/contacts/add-contact.tsx';
import { ContactDetails } from '#renderer/features/contacts/contact-details.tsx';
import { ContactsTable } from '#renderer/features/contacts/contacts-table.tsx';
import classes from '#renderer/features/contacts/contacts-page.module.css';
import { ListColumn } from '#renderer/features/contacts/list-column.tsx';
import { NoContacts } from '#renderer/features/contacts/no-contacts.tsx';
import { orpc } from '#renderer/transport/client.ts';

/** Everybody who can be written to: lists at the left, people in the middle, one person at the right. */
export function ContactsPage() {
  const { t } = useTranslation('contacts');
  const { list, contact } = useSearch({ from: '/contacts' });
  const navigate = useNavigate({ from: '/contacts' });
  const [adding, setAdding] = useState(false);
  const lists = useQuery(orpc.lists.all.queryOptions());
  const everybody = useQuery(orpc.contacts.page.queryOptions({ input: { limit: 1 } }));
  const current = lists.data?.find((one) => one.id === list);
  const failed = lists.error ?? everybody.error;
  /** False where there is nothing to show but why. */
  const isKnown = failed === null || (lists.data !== undefined && everybody.data !== undefined);
  const nobody = everybody.data?.total === 0 && (lists.data?.length ?? 0) === 0;

  const open = (id: number | undefined) => {
    setAdding(false);
    void navigate({ search: { list, contact: id } });
  };
  const startAdding = () => {
    open(undefined);
    setAdding(true);
  };
  const leave = (id: number | undefined) => {
    void navigate({ search: { list: id } });
  };

  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        action={
          <Group gap={8}>
            <ButtonLink variant="subtle" to="/contacts/do-not-contact">
              {t('suppressions.title')}
            </ButtonLink>
            <Can permission="contacts.write">
              <Button
                variant="default"
                leftSection={<IconUserPlus size={16} aria-hidden />}
                onClick={startAdding}
              >
                {t('add.title')}
              </Button>
            </Can>
            <Can permission="contacts.write">
              <ButtonLink
                to="/contacts/import"
                search={{ list }}
                leftSection={<IconFileImport size={16} aria-hidden />}
              >
                {t('import.title')}
              </ButtonLink>
            </Can>
          </Group>
        }
      />
      {failed !== null && (
        <ErrorState
          error={failed}
          onRetry={() => Promise.all([lists.refetch(), everybody.refetch()])}
        />
      )}
      {nobody ? (
        <NoContacts onAdd={startAdding} />
      ) : (
        isKnown && (
          <div className={classes.columns}>
            <ListColumn
              lists={lists.data}
              everybody={everybody.data?.total}
              selected={list}
              onSelect={leave}
            />
            <ContactsTable
              key={list ?? 'all'}
              list={current}
              listId={list}
              selected={contact}
              onOpen={open}
            />
          </div>
        )
      )}
      <SidePanel title={t('add.title')} opened={adding} onClose={() => setAdding(false)}>
        <AddContact listId={list} onAdded={open} />
      </SidePanel>
      {contact !== undefined && !adding && (
        <ContactDetails key={contact} id={contact} onClose={() => open(undefined)} />
      )}
    </Page>
  );
}
