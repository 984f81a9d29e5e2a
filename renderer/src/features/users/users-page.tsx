import { Badge, Button, Group, Text } from '@mantine/core';
import { IconHistory, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/contract/users.ts';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { Page } from '#renderer/components/page.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { VirtualTable, type VirtualColumn } from '#renderer/components/virtual-table.tsx';
import { useCan, useSession } from '#renderer/hooks/use-session.ts';
import { BeginForm } from '#renderer/features/users/begin-form.tsx';
import { UserDetails } from '#renderer/features/users/user-details.tsx';
import { UserForm } from '#renderer/features/users/user-form.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { orpc } from '#renderer/transport/client.ts';

type Opened = number | 'new' | 'begin' | null;

/** Who may use this Siar and for what: a table of users, one of them in the panel at the right. */
export function UsersPage() {
  const { t } = useTranslation('users');
  const isOn = useSession()?.signInOn === true;
  const mayWrite = useCan('users.write');
  const [opened, setOpened] = useState<Opened>(null);
  const users = useQuery(orpc.users.all.queryOptions());
  const user = users.data?.find(({ id }) => id === opened);
  const close = () => setOpened(null);
  return (
    <Page>
      <PageHeader
        title={t('page.title')}
        description={t('page.description')}
        action={
          isOn ? (
            <>
              <ButtonLink
                to="/users/audit"
                variant="default"
                leftSection={<IconHistory size={16} aria-hidden />}
              >
                {t('page.audit')}
              </ButtonLink>
              {mayWrite && (
                <Button
                  leftSection={<IconUserPlus size={16} aria-hidden />}
                  onClick={() => setOpened('new')}
                >
                  {t('page.add')}
                </Button>
              )}
            </>
          ) : undefined
        }
      />
      {users.error !== null && <ErrorState error={users.error} onRetry={() => users.refetch()} />}
      {users.data?.length === 0 ? (
        <EmptyState
          icon={IconUsers}
          title={t('page.emptyTitle')}
          text={t('page.emptyText')}
          action={<Button onClick={() => setOpened('begin')}>{t('page.begin')}</Button>}
        />
      ) : (
        (users.isPending || users.data !== undefined) && (
          <UsersTable
            users={users.data}
            selected={typeof opened === 'number' ? opened : null}
            onOpen={({ id }) => setOpened(id)}
          />
        )
      )}
      <SidePanel title={t('begin.title')} opened={opened === 'begin'} onClose={close}>
        <BeginForm onDone={close} />
      </SidePanel>
      <SidePanel title={t('page.add')} opened={opened === 'new'} onClose={close}>
        <UserForm onDone={close} />
      </SidePanel>
      <SidePanel
        key={user?.id}
        title={user?.name ?? ''}
        opened={user !== undefined}
        onClose={close}
      >
        {user && <UserDetails user={user} />}
      </SidePanel>
    </Page>
  );
}

function UsersTable({
  users,
  selected,
  onOpen,
}: {
  users: readonly User[] | undefined;
  selected: number | null;
  onOpen: (user: User) => void;
}) {
  const { t } = useTranslation('users');
  const columns = useColumns();
  return (
    <VirtualTable<User>
      columns={columns}
      total={users?.length ?? 3}
      getRow={(index) => users?.[index]}
      onVisibleRange={ignoreRange}
      onRowClick={onOpen}
      selectedId={selected}
      rowKey={({ id }) => id}
      label={t('page.title')}
    />
  );
}

/** Every user is already here: nothing is loaded by range. */
function ignoreRange(): void {}

function useColumns(): VirtualColumn<User>[] {
  const { t } = useTranslation('users');
  const me = useSession()?.user?.id;
  const format = useFormat();
  return [
    {
      key: 'name',
      header: t('name'),
      width: 150,
      grow: 2,
      render: ({ id, name, disabledAt }) => (
        <Group gap={8} wrap="nowrap">
          <Text span inherit fw={600} c={disabledAt === null ? undefined : 'dimmed'} truncate>
            {name}
          </Text>
          {id === me && <Badge color="gray">{t('page.you')}</Badge>}
        </Group>
      ),
    },
    { key: 'role', header: t('role.label'), width: 90, render: ({ role }) => t(`role.${role}`) },
    {
      key: 'limit',
      header: t('limit.label'),
      width: 110,
      align: 'right',
      render: ({ dailyLimit }) => (
        <span className="tabular">
          {dailyLimit === null ? t('limit.none') : format.number(dailyLimit)}
        </span>
      ),
    },
    {
      key: 'state',
      header: t('page.state'),
      width: 150,
      render: ({ disabledAt, mustChangePassword }) => {
        if (disabledAt !== null) return <Badge color="gray">{t('page.disabled')}</Badge>;
        return mustChangePassword ? (
          <Badge color="orange">{t('page.mustChange')}</Badge>
        ) : (
          t('page.fine')
        );
      },
    },
    {
      key: 'signedIn',
      header: t('page.signedIn'),
      width: 110,
      align: 'right',
      render: ({ signedInAt }) => (
        <span className="tabular">
          {signedInAt === null ? t('page.never') : format.when(signedInAt)}
        </span>
      ),
    },
  ];
}
