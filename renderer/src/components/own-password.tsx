import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { modals } from '@mantine/modals';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { i18n } from '#renderer/i18n/i18n.ts';
import { PasswordFields, usePasswordRules } from '#renderer/components/password-fields.tsx';
import { Refusal } from '#renderer/components/refusal.tsx';
import { useTakeSession } from '#renderer/hooks/use-take-session.ts';
import { notifyDone } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

const MODAL = 'own-password';

/** Asks for the present and a new password of whoever is signed in. */
export function openOwnPassword(name: string): void {
  modals.open({
    modalId: MODAL,
    title: i18n.t('users:account.password'),
    children: <OwnPassword name={name} />,
    closeButtonProps: { 'aria-label': i18n.t('common:close') },
    centered: true,
  });
}

function OwnPassword({ name }: { name: string }) {
  const { t } = useTranslation('users');
  const take = useTakeSession();
  const form = useForm({
    initialValues: { current: '', next: '', again: '' },
    validate: {
      ...usePasswordRules(name),
      current: (current) => (current === '' ? t('signIn.passwordMissing') : null),
    },
  });
  const change = useMutation(
    orpc.session.changePassword.mutationOptions({
      onSuccess: (session) => {
        take(session);
        modals.close(MODAL);
        notifyDone(t('account.passwordChanged'));
      },
    }),
  );
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ current, next }) => change.mutate({ current, next }))}
    >
      <Stack gap="md">
        <Text c="dimmed">{t('account.passwordText')}</Text>
        <PasswordInput
          label={t('account.current')}
          autoComplete="current-password"
          data-autofocus
          required
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          {...form.getInputProps('current')}
        />
        <PasswordFields form={form} />
        <Refusal error={change.error} />
        <Button type="submit" loading={change.isPending}>
          {t('account.passwordButton')}
        </Button>
      </Stack>
    </form>
  );
}
