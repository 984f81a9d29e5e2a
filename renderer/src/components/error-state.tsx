import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toFailure } from '#renderer/lib/failure.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { CONNECTION_LOST } from '#renderer/transport/connection.ts';

/**
 * Data that could not be read: the core's own sentence and one button to ask again, which is busy
 * until `onRetry` is done.
 */
export function ErrorState({
  error,
  onRetry,
}: {
  error: unknown;
  onRetry?: () => Promise<unknown>;
}) {
  const { t } = useTranslation('common');
  const [isAsking, setIsAsking] = useState(false);
  const ask = async () => {
    setIsAsking(true);
    await onRetry?.();
    setIsAsking(false);
  };
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('errorState.title')}
      role="alert"
    >
      <Stack gap="xs" align="flex-start">
        <Text>
          {/* What it says of a lost call is meant for changes; nothing was changed by reading. */}
          {toFailure(error).code === CONNECTION_LOST ? t('errorState.lost') : failureText(error)}
        </Text>
        {onRetry !== undefined && (
          <Button size="xs" variant="default" loading={isAsking} onClick={() => void ask()}>
            {t('errorState.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
