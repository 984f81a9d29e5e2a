import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { toFailure } from '#renderer/lib/failure.ts';
import { failureText } from '#renderer/lib/failure-words.ts';

/** What the core said to a password, in the person's language where it is one of the usual things. */
export function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation('users');
  if (error === null || error === undefined) return null;
  const { code, details } = toFailure(error);
  const seconds = Number(details?.['seconds'] ?? 0);
  const wait =
    seconds < 60
      ? t('refusal.waitSeconds', { seconds })
      : t('refusal.waitMinutes', { minutes: Math.ceil(seconds / 60) });
  const text =
    code === 'sign-in-wait' ? wait : t(`refusal.${code}`, { defaultValue: failureText(error) });
  return (
    <Alert color="orange" role="alert">
      {text}
    </Alert>
  );
}
