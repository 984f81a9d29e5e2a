import { Alert, Button, List, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { confirmAction } from '#renderer/components/confirm.ts';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { PreparedRestore } from '#shared/contract/safety.ts';

/** What putting this copy back would mean, in exact numbers, and the button that does it. */
export function PreparedPanel({ prepared }: { prepared: PreparedRestore | null }) {
  const { t } = useTranslation('safety');
  const queries = useQueryClient();
  const settled = {
    onError: notifyFailure,
    onSettled: () => void queries.invalidateQueries({ queryKey: orpc.safety.key() }),
  };
  const cancel = useMutation(orpc.safety.cancelRestore.mutationOptions(settled));
  const stage = useMutation(orpc.safety.stageRestore.mutationOptions(settled));
  const close = () => cancel.mutate({});
  const ask = async (name: string) => {
    const sure = await confirmAction({
      title: t('prepared.askTitle', { name }),
      text: t('prepared.askText'),
      confirmLabel: t('prepared.confirm'),
      danger: true,
    });
    if (sure) stage.mutate({ confirm: true });
  };
  return (
    <SidePanel title={t('prepared.title')} opened={prepared !== null} onClose={close}>
      {prepared && (
        <Stack gap={16}>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('prepared.verified', { name: prepared.name })}
          </Text>
          <Comparison prepared={prepared} />
          <Lost prepared={prepared} />
          <Button color="red.8" loading={stage.isPending} onClick={() => void ask(prepared.name)}>
            {t('prepared.button')}
          </Button>
          <Button variant="default" loading={cancel.isPending} onClick={close}>
            {t('prepared.cancel')}
          </Button>
        </Stack>
      )}
    </SidePanel>
  );
}

function Comparison({ prepared: { copy, now } }: { prepared: PreparedRestore }) {
  const { t } = useTranslation('safety');
  const format = useFormat();
  const sent = (at: number | null) => (at === null ? t('prepared.nothing') : format.dateTime(at));
  const rows = [
    [t('prepared.contacts'), format.number(copy.contacts), format.number(now.contacts)],
    [t('prepared.messages'), format.number(copy.messages), format.number(now.messages)],
    [t('prepared.lastSent'), sent(copy.lastSentAt), sent(now.lastSentAt)],
  ];
  return (
    <Table withRowBorders={false} verticalSpacing={4} aria-label={t('prepared.title')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          <Table.Th ta="right">{t('prepared.copy')}</Table.Th>
          <Table.Th ta="right">{t('prepared.now')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, there, here]) => (
          <Table.Tr key={name}>
            <Table.Td>{name}</Table.Td>
            <Table.Td ta="right" className="tabular" fw={600}>
              {there}
            </Table.Td>
            <Table.Td ta="right" className="tabular">
              {here}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Lost({ prepared: { sameData, sentSince } }: { prepared: PreparedRestore }) {
  const { t } = useTranslation('safety');
  return (
    <Alert
      color="orange"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={t('prepared.means')}
      p={12}
    >
      <List size="sm" spacing={4}>
        {sameData ? (
          <List.Item>
            {sentSince === 0
              ? t('prepared.noneSince')
              : t('prepared.sentSince', { count: sentSince ?? 0 })}
          </List.Item>
        ) : (
          <List.Item>{t('prepared.otherData')}</List.Item>
        )}
        <List.Item>{t('prepared.changes')}</List.Item>
        {(!sameData || sentSince !== 0) && <List.Item>{t('prepared.locked')}</List.Item>}
        <List.Item>{t('prepared.kept')}</List.Item>
      </List>
    </Alert>
  );
}
