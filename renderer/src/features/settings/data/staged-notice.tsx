import { Alert, Button, Group, Text } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { PreparedRestore } from '#shared/contract/safety.ts';

/** A copy waits for the next start: start now, or take it back. */
export function StagedNotice({
  staged,
  canRestart,
}: {
  staged: PreparedRestore;
  canRestart: boolean;
}) {
  const { t } = useTranslation('safety');
  const queries = useQueryClient();
  const cancel = useMutation(
    orpc.safety.cancelRestore.mutationOptions({
      onError: notifyFailure,
      onSettled: () => void queries.invalidateQueries({ queryKey: orpc.safety.key() }),
    }),
  );
  const restart = useMutation(orpc.safety.restart.mutationOptions({ onError: notifyFailure }));
  return (
    <Alert
      color="orange"
      icon={<IconRestore size={18} aria-hidden />}
      title={t('staged.title', { name: staged.name })}
      p={12}
      maw="52rem"
      flex="none"
      role="status"
    >
      <Text size="sm">{t(canRestart ? 'staged.text' : 'staged.textByHand')}</Text>
      <Group gap="xs" mt={8}>
        {canRestart && (
          <Button size="xs" loading={restart.isPending} onClick={() => restart.mutate({})}>
            {t('staged.restart')}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          loading={cancel.isPending}
          onClick={() => cancel.mutate({})}
        >
          {t('staged.cancel')}
        </Button>
      </Group>
    </Alert>
  );
}
