import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#renderer/lib/notify.ts';

/** Data that could not be read: the core's own sentence and one button to ask again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('common');
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('errorState.title')}
      role="alert"
    >
      <Stack gap="xs" align="flex-start">
        <Text>{failureText(error)}</Text>
        {onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('errorState.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
