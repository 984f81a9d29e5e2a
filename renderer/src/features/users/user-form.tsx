import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passwordProblem } from '#shared/users/password-rules.ts';
import { Refusal } from '#renderer/components/refusal.tsx';
import { AccessFields, toLimit, type Access } from '#renderer/features/users/access-fields.tsx';
import { FirstPassword } from '#renderer/features/users/first-password.tsx';
import { PasswordToGive } from '#renderer/features/users/password-to-give.tsx';
import { makePassword } from '#renderer/features/users/make-password.ts';
import { orpc } from '#renderer/transport/client.ts';

/** A new user with a password for the first sign-in, which is shown until the panel is closed. */
export function UserForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('users');
  const [made, setMade] = useState<{ name: string; password: string } | null>(null);
  const form = useForm<Access & { name: string; password: string }>({
    initialValues: { name: '', role: 'sender', dailyLimit: '', password: makePassword() },
    validate: {
      name: (name) => (name.trim() === '' ? t('signIn.nameMissing') : null),
      password: (password, { name }) => {
        const problem = passwordProblem(password, name);
        return problem === null ? null : t(`problem.${problem}`);
      },
    },
  });
  const create = useMutation(
    orpc.users.create.mutationOptions({
      onSuccess: ({ name }, { password }) => setMade({ name, password }),
    }),
  );
  if (made) return <PasswordToGive {...made} onDone={onDone} />;
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ dailyLimit, ...values }) =>
        create.mutate({ ...values, dailyLimit: toLimit(dailyLimit) }),
      )}
    >
      <Stack gap="md">
        <TextInput label={t('name')} required autoComplete="off" {...form.getInputProps('name')} />
        <AccessFields form={form} />
        <FirstPassword {...form.getInputProps('password')} />
        <Refusal error={create.error} />
        <Button type="submit" loading={create.isPending}>
          {t('page.add')}
        </Button>
      </Stack>
    </form>
  );
}
