import { Button, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  PasswordFields,
  usePasswordRules,
  type NewPassword,
} from '#renderer/components/password-fields.tsx';
import { Refusal } from '#renderer/components/refusal.tsx';
import { SessionPage } from '#renderer/features/session/session-page.tsx';
import { SignOutLink } from '#renderer/features/session/sign-out-link.tsx';
import { useTakeSession } from '#renderer/hooks/use-take-session.ts';
import { orpc } from '#renderer/transport/client.ts';

/** The first sign-in, or the first one after somebody else set the password. */
export function NewPasswordPage({ name }: { name: string }) {
  const { t } = useTranslation('users');
  const take = useTakeSession();
  const form = useForm<NewPassword>({
    initialValues: { next: '', again: '' },
    validate: usePasswordRules(name),
  });
  const change = useMutation(orpc.session.changePassword.mutationOptions({ onSuccess: take }));
  const signOut = useMutation(orpc.session.signOut.mutationOptions({ onSuccess: take }));
  return (
    <SessionPage title={t('first.title', { name })} text={t('first.text')}>
      <form
        noValidate
        onSubmit={form.onSubmit(({ next }) => {
          signOut.reset();
          change.mutate({ next });
        })}
      >
        <Stack gap="md">
          <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
          <PasswordFields form={form} autoFocus />
          <Refusal error={signOut.error ?? change.error} />
          <Button type="submit" loading={change.isPending}>
            {t('first.button')}
          </Button>
          <SignOutLink
            isPending={signOut.isPending}
            onPress={() => {
              change.reset();
              signOut.mutate({});
            }}
          >
            {t('signOut')}
          </SignOutLink>
        </Stack>
      </form>
    </SessionPage>
  );
}
