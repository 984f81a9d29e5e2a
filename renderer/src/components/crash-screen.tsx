import { Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { toFailure } from '#renderer/lib/failure.ts';

/** What a person sees when a screen broke: that sending goes on, and two ways out. */
export function CrashScreen({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation('common');
  return (
    <Stack p="xl" maw={640} role="alert" gap="sm">
      <Title order={1}>{t('crash.title')}</Title>
      <Text>{t('crash.text')}</Text>
      <Code block>{toFailure(error).message}</Code>
      <Group>
        <Button onClick={onRetry}>{t('crash.retry')}</Button>
        <Button variant="default" onClick={() => location.reload()}>
          {t('crash.reload')}
        </Button>
      </Group>
    </Stack>
  );
}
