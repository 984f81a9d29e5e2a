import { Alert, Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { IconArrowsExchange, IconInfoCircle, IconPlusMinus } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { Figure } from '#renderer/components/figure.tsx';
import { GatewayBalance } from '#renderer/features/credits/gateway-balance.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { GatewayAccounts } from '#shared/contract/credits.ts';
import classes from '#renderer/features/credits/credits.module.css';

type GatewayBookProps = { book: GatewayAccounts; onTransfer: () => void; onAdjust: () => void };

/** One gateway's credits: what can be spent, is reserved and was spent, and each user's share. */
export function GatewayBook({ book, onTransfer, onAdjust }: GatewayBookProps) {
  const { t } = useTranslation('credits');
  const format = useFormat();
  const id = useId();
  const { users, accounts } = book;
  const sum = (of: 'balance' | 'reserved' | 'spent') =>
    users.reduce((total, user) => total + user[of], 0);
  const number = (value: number) => format.number(value);
  return (
    <Paper component="li" p="md" aria-labelledby={id}>
      <Stack gap="sm">
        <div className={classes.head}>
          <Title order={2} id={id}>
            {book.gatewayName}
          </Title>
          <Group gap="xs">
            <Can permission="credits.transfer">
              {users.length > 1 && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconArrowsExchange size={16} aria-hidden />}
                  onClick={onTransfer}
                >
                  {t('transfer.button')}
                </Button>
              )}
            </Can>
            <Can permission="credits.adjust">
              {accounts !== null && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconPlusMinus size={16} aria-hidden />}
                  onClick={onAdjust}
                >
                  {t('adjust.button')}
                </Button>
              )}
            </Can>
          </Group>
        </div>
        {book.openedAt === null && <UnknownNotice practice={book.practice} />}
        <div className={classes.figures}>
          <Figure
            big
            label={t('account.balance')}
            value={book.openedAt === null ? t('unknown.value') : number(sum('balance'))}
          />
          <Figure big label={t('account.reserved')} value={number(sum('reserved'))} />
          <Figure big label={t('account.spent')} value={number(sum('spent'))} />
          {accounts !== null && (
            <>
              <Figure big label={t('account.purchases')} value={number(0 - accounts.purchases)} />
              <Figure
                big
                label={t('account.adjustments')}
                value={number(0 - accounts.adjustments)}
              />
            </>
          )}
        </div>
        <GatewayBalance gatewayId={book.gatewayId} owner={accounts !== null} />
        {users.length > 1 && (
          <UserTable users={users} label={t('users', { gateway: book.gatewayName })} />
        )}
      </Stack>
    </Paper>
  );
}

/** Before anything is known of what was bought: how it becomes known. */
function UnknownNotice({ practice }: { practice: boolean }) {
  const { t } = useTranslation('credits');
  return (
    <Alert color="blue" icon={<IconInfoCircle size={18} aria-hidden />} p={12}>
      <Text size="sm">{t(practice ? 'unknown.practice' : 'unknown.text')}</Text>
    </Alert>
  );
}

function UserTable({ users, label }: { users: GatewayAccounts['users']; label: string }) {
  const { t } = useTranslation('credits');
  const format = useFormat();
  return (
    <Table aria-label={label} className="tabular">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('account.user')}</Table.Th>
          <Table.Th ta="right">{t('account.balance')}</Table.Th>
          <Table.Th ta="right">{t('account.reserved')}</Table.Th>
          <Table.Th ta="right">{t('account.spent')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {users.map((user) => (
          <Table.Tr key={user.userId ?? 0}>
            <Table.Td>{user.userName ?? t('house')}</Table.Td>
            <Table.Td ta="right">{format.number(user.balance)}</Table.Td>
            <Table.Td ta="right">{format.number(user.reserved)}</Table.Td>
            <Table.Td ta="right">{format.number(user.spent)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
