import { Button, Divider, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/contract/users.ts';
import { confirmAction } from '#renderer/components/confirm.ts';
import { ButtonLink } from '#renderer/components/links.tsx';
import { openOwnPassword } from '#renderer/components/own-password.tsx';
import { useRecoveryCodeStore } from '#renderer/lib/recovery-code-store.ts';
import { Refusal } from '#renderer/components/refusal.tsx';
import { useCan, useSession } from '#renderer/hooks/use-session.ts';
import { AccessFields, toLimit, type Access } from '#renderer/features/users/access-fields.tsx';
import { makePassword } from '#renderer/features/users/make-password.ts';
import { PasswordToGive } from '#renderer/features/users/password-to-give.tsx';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

/** One user: what they may do, and letting in and keeping out. */
export function UserDetails({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const mayWrite = useCan('users.write');
  const isMe = useSession()?.user?.id === user.id;
  const [given, setGiven] = useState<string | null>(null);
  if (given !== null) {
    return <PasswordToGive name={user.name} password={given} onDone={() => setGiven(null)} />;
  }
  return (
    <Stack gap="md">
      {mayWrite ? (
        <AccessForm user={user} />
      ) : (
        <Text>
          {t(`role.${user.role}`)}. {t(`roleText.${user.role}`)}
        </Text>
      )}
      <Divider />
      <Group gap="xs">
        <ButtonLink to="/users/audit" search={{ user: user.id }} variant="default">
          {t('details.audit')}
        </ButtonLink>
        {isMe && (
          <Button variant="default" onClick={() => openOwnPassword(user.name)}>
            {t('account.password')}
          </Button>
        )}
        {isMe && mayWrite && <NewCodeButton />}
        {mayWrite && !isMe && (
          <>
            <ResetButton user={user} onGiven={setGiven} />
            <AccessButton user={user} />
          </>
        )}
      </Group>
    </Stack>
  );
}

function AccessForm({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const { t: common } = useTranslation('common');
  const form = useForm<Access & { name: string }>({
    initialValues: { name: user.name, role: user.role, dailyLimit: user.dailyLimit ?? '' },
    validate: { name: (name) => (name.trim() === '' ? t('signIn.nameMissing') : null) },
  });
  const update = useMutation(
    orpc.users.update.mutationOptions({
      onSuccess: (saved) => {
        form.resetDirty();
        notifyDone(t('details.saved', { name: saved.name }));
      },
    }),
  );
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ name, role, dailyLimit }) =>
        update.mutate({ id: user.id, name, role, dailyLimit: toLimit(dailyLimit) }),
      )}
    >
      <Stack gap="md">
        <TextInput label={t('name')} required autoComplete="off" {...form.getInputProps('name')} />
        <AccessFields form={form} />
        <Refusal error={update.error} />
        <Button type="submit" disabled={!form.isDirty()} loading={update.isPending}>
          {common('save')}
        </Button>
      </Stack>
    </form>
  );
}

function ResetButton({ user, onGiven }: { user: User; onGiven: (password: string) => void }) {
  const { t } = useTranslation('users');
  const reset = useMutation(
    orpc.users.resetPassword.mutationOptions({
      onSuccess: (_user, { password }) => onGiven(password),
      onError: notifyFailure,
    }),
  );
  const ask = async () => {
    const sure = await confirmAction({
      title: t('details.resetTitle', { name: user.name }),
      text: t('details.resetText', { name: user.name }),
      confirmLabel: t('details.reset'),
    });
    if (sure) reset.mutate({ id: user.id, password: makePassword() });
  };
  return (
    <Button variant="default" loading={reset.isPending} onClick={() => void ask()}>
      {t('details.reset')}
    </Button>
  );
}

function AccessButton({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const options = { onError: notifyFailure };
  const disable = useMutation(orpc.users.disable.mutationOptions(options));
  const enable = useMutation(orpc.users.enable.mutationOptions(options));
  if (user.disabledAt !== null) {
    return (
      <Button
        variant="default"
        loading={enable.isPending}
        onClick={() => enable.mutate({ id: user.id })}
      >
        {t('details.enable')}
      </Button>
    );
  }
  const ask = async () => {
    const sure = await confirmAction({
      title: t('details.disableTitle', { name: user.name }),
      text: t('details.disableText', { count: user.campaigns }),
      confirmLabel: t('details.disable'),
      danger: true,
    });
    if (sure) disable.mutate({ id: user.id });
  };
  return (
    <Button variant="light" color="red" loading={disable.isPending} onClick={() => void ask()}>
      {t('details.disable')}
    </Button>
  );
}

function NewCodeButton() {
  const { t } = useTranslation('users');
  const setCode = useRecoveryCodeStore((state) => state.setCode);
  const make = useMutation(
    orpc.users.newRecoveryCode.mutationOptions({
      onSuccess: ({ recoveryCode }) => setCode(recoveryCode),
      onError: notifyFailure,
    }),
  );
  const ask = async () => {
    const sure = await confirmAction({
      title: t('details.codeTitle'),
      text: t('details.codeText'),
      confirmLabel: t('details.code'),
    });
    if (sure) make.mutate({});
  };
  return (
    <Button variant="default" loading={make.isPending} onClick={() => void ask()}>
      {t('details.code')}
    </Button>
  );
}
