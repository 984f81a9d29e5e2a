import { Alert, Group, Text } from '@mantine/core';
import { IconDatabaseExclamation } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '#renderer/components/links.tsx';
import { useCan } from '#renderer/hooks/use-session.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Says that the daily copy of the data failed, to whoever looks after it. */
export function BackupProblem() {
  const { t } = useTranslation('safety');
  const mayManage = useCan('data.manage');
  const { data } = useQuery(orpc.safety.state.queryOptions({ enabled: mayManage }));
  if (!data?.problem) return null;
  return (
    <Alert color="orange" icon={<IconDatabaseExclamation aria-hidden />} flex="none" role="status">
      <Group justify="space-between" gap="xs">
        <Text flex="1 1 20rem">
          {t('home.problem', { message: inWords(data.problem.message) })}
        </Text>
        <ButtonLink to="/settings/data" size="xs" variant="default">
          {t('home.look')}
        </ButtonLink>
      </Group>
    </Alert>
  );
}
