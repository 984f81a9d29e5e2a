import { Button, List, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { passwordProblem } from '#shared/users/password-rules.ts';
import { PasswordFields } from '#renderer/components/password-fields.tsx';
import { useRecoveryCodeStore } from '#renderer/lib/recovery-code-store.ts';
import { Refusal } from '#renderer/components/refusal.tsx';
import { orpc } from '#renderer/transport/client.ts';

/** The owner's own sign-in, made first. From then on everybody signs in. */
export function BeginForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('users');
  const setCode = useRecoveryCodeStore((state) => state.setCode);
  const form = useForm({
    initialValues: { name: '', next: '', again: '' },
    validate: {
      name: (name) => (name.trim() === '' ? t('signIn.nameMissing') : null),
      next: (next, { name }) => {
        const problem = passwordProblem(next, name);
        return problem === null ? null : t(`problem.${problem}`);
      },
      again: (again, { next }) => (again === next ? null : t('problem.differs')),
    },
  });
  const begin = useMutation(
    orpc.users.begin.mutationOptions({
      onSuccess: ({ recoveryCode }) => {
        setCode(recoveryCode);
        onDone();
      },
    }),
  );
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ name, next }) => begin.mutate({ name, password: next }))}
    >
      <Stack gap="md">
        <Text>{t('begin.text')}</Text>
        <List size="sm" spacing={4}>
          <List.Item>{t('begin.signIn')}</List.Item>
          <List.Item>{t('begin.campaigns')}</List.Item>
          <List.Item>{t('begin.noWayBack')}</List.Item>
        </List>
        <TextInput
          label={t('begin.name')}
          autoComplete="username"
          required
          {...form.getInputProps('name')}
        />
        <PasswordFields form={form} />
        <Refusal error={begin.error} />
        <Button type="submit" loading={begin.isPending}>
          {t('begin.button')}
        </Button>
      </Stack>
    </form>
  );
}
