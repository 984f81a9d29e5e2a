import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '#renderer/components/refusal.tsx';
import { SessionPage } from '#renderer/features/session/session-page.tsx';
import { SignOutLink } from '#renderer/features/session/sign-out-link.tsx';
import { useTakeSession } from '#renderer/hooks/use-take-session.ts';
import { orpc } from '#renderer/transport/client.ts';

/** The page is locked: its own person goes on with the password, anybody else signs in instead. */
export function LockScreen({ name }: { name: string }) {
  const { t } = useTranslation('users');
  const take = useTakeSession();
  const field = useRef<HTMLInputElement>(null);
  const form = useForm({
    initialValues: { password: '' },
    validate: {
      password: (password) => (password === '' ? t('signIn.passwordMissing') : null),
    },
  });
  const unlock = useMutation(
    orpc.session.unlock.mutationOptions({
      onSuccess: take,
      onError: () => form.setFieldValue('password', ''),
    }),
  );
  useEffect(() => {
    // The button that was pressed is out of reach while it waits, and takes the focus with it.
    if (unlock.isError) field.current?.focus();
  }, [unlock.isError]);
  const signOut = useMutation(orpc.session.signOut.mutationOptions({ onSuccess: take }));
  return (
    <SessionPage title={t('lock.title', { name })} text={t('lock.text')}>
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          signOut.reset();
          unlock.mutate(values);
        })}
      >
        <Stack gap="md">
          <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
          <PasswordInput
            label={t('password')}
            autoComplete="current-password"
            autoFocus
            ref={field}
            required
            visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
            {...form.getInputProps('password')}
          />
          <Refusal error={signOut.error ?? unlock.error} />
          <Button type="submit" loading={unlock.isPending}>
            {t('lock.button')}
          </Button>
          <SignOutLink
            isPending={signOut.isPending}
            onPress={() => {
              unlock.reset();
              signOut.mutate({});
            }}
          >
            {t('lock.other')}
          </SignOutLink>
        </Stack>
      </form>
    </SessionPage>
  );
}
