import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useRecoveryCodeStore } from '#renderer/lib/recovery-code-store.ts';
import { PasswordFields, usePasswordRules } from '#renderer/components/password-fields.tsx';
import { Refusal } from '#renderer/components/refusal.tsx';
import { SessionPage } from '#renderer/features/session/session-page.tsx';
import { useTakeSession } from '#renderer/hooks/use-take-session.ts';
import { toFailure } from '#renderer/lib/failure.ts';
import { orpc } from '#renderer/transport/client.ts';

/** An owner who forgot the password gets a new one with the recovery code; others ask an owner. */
export function RecoverPage({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation('users');
  const take = useTakeSession();
  const setCode = useRecoveryCodeStore((state) => state.setCode);
  const rules = usePasswordRules('');
  const form = useForm({
    initialValues: { code: '', name: '', next: '', again: '' },
    validate: {
      ...rules,
      code: (code) => (code.trim() === '' ? t('recover.codeMissing') : null),
    },
  });
  const recover = useMutation(
    orpc.session.recover.mutationOptions({
      onSuccess: ({ session, recoveryCode }) => {
        setCode(recoveryCode);
        take(session);
      },
    }),
  );
  const needsName = recover.error !== null && toFailure(recover.error).code === 'which-owner';
  return (
    <SessionPage title={t('recover.title')} text={t('recover.text')}>
      <form
        noValidate
        onSubmit={form.onSubmit(({ code, name, next }) =>
          recover.mutate({ code, password: next, name: name.trim() === '' ? undefined : name }),
        )}
      >
        <Stack gap="md">
          <TextInput
            label={t('recover.code')}
            autoComplete="off"
            autoFocus
            required
            {...form.getInputProps('code')}
          />
          {needsName && <TextInput label={t('recover.name')} {...form.getInputProps('name')} />}
          <PasswordFields form={form} />
          <Refusal error={recover.error} />
          <Button type="submit" loading={recover.isPending}>
            {t('recover.button')}
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={onBack}>
            {t('recover.back')}
          </Anchor>
          <Text size="sm" c="dimmed">
            {t('recover.others')}
          </Text>
        </Stack>
      </form>
    </SessionPage>
  );
}
