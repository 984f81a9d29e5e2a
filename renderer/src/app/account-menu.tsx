import { Menu, UnstyledButton } from '@mantine/core';
import { IconKey, IconLock, IconLogout, IconLogout2, IconUserCircle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { openOwnPassword } from '#renderer/components/own-password.tsx';
import { useSession } from '#renderer/hooks/use-session.ts';
import { useTakeSession } from '#renderer/hooks/use-take-session.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/app/rail.module.css';

/** Who is signed in, at the foot of the rail; nothing while nobody has to sign in. */
export function AccountMenu() {
  const { t } = useTranslation('users');
  const user = useSession()?.user;
  const take = useTakeSession();
  const options = { onSuccess: take, onError: notifyFailure };
  const lock = useMutation(orpc.session.lock.mutationOptions(options));
  const signOut = useMutation(orpc.session.signOut.mutationOptions(options));
  const everywhere = useMutation(orpc.session.signOutEverywhere.mutationOptions(options));
  if (!user) return null;
  return (
    <Menu position="right-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.account} aria-label={t('account.label', user)}>
          <IconUserCircle size={20} stroke={1.7} aria-hidden />
          <span className={classes.footText}>
            <strong>{user.name}</strong>
            <span>{t(`role.${user.role}`)}</span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLock size={16} aria-hidden />} onClick={() => lock.mutate({})}>
          {t('account.lock')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconKey size={16} aria-hidden />}
          onClick={() => openOwnPassword(user.name)}
        >
          {t('account.password')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => signOut.mutate({})}
        >
          {t('signOut')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout2 size={16} aria-hidden />}
          onClick={() => everywhere.mutate({})}
        >
          {t('account.everywhere')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
