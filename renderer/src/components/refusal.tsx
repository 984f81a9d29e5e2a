import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { toFailure } from '#renderer/lib/failure.ts';
import { failureText } from '#renderer/lib/failure-words.ts';

/** What the core said to a password, in the person's language where it is one of the usual things. */
export function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation('users');
  if (error === null || error === undefined) return null;
  const { code } = toFailure(error);
  return (
    <Alert color="orange" role="alert">
      {t(`refusal.${code}`, { defaultValue: failureText(error) })}
    </Alert>
  );
}
