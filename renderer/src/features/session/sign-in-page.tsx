import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RecoverPage } from '#renderer/features/session/recover-page.tsx';
import { Refusal } from '#renderer/components/refusal.tsx';
import { SessionPage } from '#renderer/features/session/session-page.tsx';
import { useTakeSession } from '#renderer/hooks/use-take-session.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Name and password; what the core says of them stands above the button. */
export function SignInPage({ onSignIn }: { onSignIn: () => void }) {
  const { t } = useTranslation('users');
  const [isRecovering, setRecovering] = useState(false);
  const take = useTakeSession();
  const field = useRef<HTMLInputElement>(null);
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: {
      name: (name) => (name.trim() === '' ? t('signIn.nameMissing') : null),
      password: (password) => (password === '' ? t('signIn.passwordMissing') : null),
    },
  });
  const signIn = useMutation(
    orpc.session.signIn.mutationOptions({
      onSuccess: (session) => {
        onSignIn();
        take(session);
      },
      onError: () => form.setFieldValue('password', ''),
    }),
  );
  useEffect(() => {
    // The button that was pressed is out of reach while it waits, and takes the focus with it.
    if (signIn.isError) field.current?.focus();
  }, [signIn.isError]);
  if (isRecovering) return <RecoverPage onBack={() => setRecovering(false)} />;
  return (
    <SessionPage title={t('signIn.title')} text={t('signIn.text')}>
      <form noValidate onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
        <Stack gap="md">
          <TextInput
            label={t('name')}
            autoComplete="username"
            autoFocus
            required
            {...form.getInputProps('name')}
          />
          <PasswordInput
            label={t('password')}
            autoComplete="current-password"
            ref={field}
            required
            visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
            {...form.getInputProps('password')}
          />
          <Refusal error={signIn.error} />
          <Button type="submit" loading={signIn.isPending}>
            {t('signIn.button')}
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={() => setRecovering(true)}>
            {t('signIn.forgot')}
          </Anchor>
        </Stack>
      </form>
    </SessionPage>
  );
}
