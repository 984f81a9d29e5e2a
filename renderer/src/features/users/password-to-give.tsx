import { Alert, Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyText } from '#renderer/components/copy-text.tsx';

/** What to hand to a user. Shown this once: the core keeps no password. */
export function PasswordToGive({
  name,
  password,
  onDone,
}: {
  name: string;
  password: string;
  onDone: () => void;
}) {
  const { t } = useTranslation('users');
  return (
    <Stack gap="md">
      <Alert color="siar" title={t('give.title', { name })}>
        {t('give.text')}
      </Alert>
      <div>
        <Text size="sm" c="dimmed">
          {t('name')}
        </Text>
        <CopyText text={name} />
      </div>
      <div>
        <Text size="sm" c="dimmed">
          {t('first.password')}
        </Text>
        <CopyText text={password} />
      </div>
      <Button variant="default" onClick={onDone}>
        {t('give.done')}
      </Button>
    </Stack>
  );
}
