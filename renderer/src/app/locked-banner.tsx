import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { GuardState } from '#shared/contract/host.ts';
import { Can } from '#renderer/components/can.tsx';
import { confirmAction } from '#renderer/components/confirm.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/app/layout.module.css';

/** Always there while this copy of the data may not send: why, what that means, and the way out. */
export function LockedBanner() {
  const { t } = useTranslation('common');
  const queries = useQueryClient();
  const { data } = useQuery(orpc.host.guard.queryOptions());
  const reconcile = useMutation(
    orpc.host.reconcile.mutationOptions({
      onSuccess: async () => {
        notifyDone(t('locked.allowed'));
        await queries.invalidateQueries();
      },
      onError: notifyFailure,
    }),
  );
  if (data === undefined || data.reason === null) return null;
  const { reason, missingAttempts } = data;
  const count = missingAttempts ?? 0;
  const allow = async () => {
    const yes = await confirmAction({
      title: t('locked.confirmTitle'),
      text: reason === 'older' ? t('locked.confirmOlder', { count }) : t('locked.confirmForeign'),
      confirmLabel: t('locked.confirm'),
      danger: true,
    });
    if (yes) reconcile.mutate({ confirm: true });
  };
  return (
    <div className={classes.banner} data-tone="lost" data-size="long" role="alert">
      <IconLock size={16} aria-hidden />
      <span>
        <strong>{t('locked.title')}.</strong> {t(WHY[reason], { count })} {t('locked.meaning')}
      </span>
      {reason === 'unguarded' ? null : (
        <Can permission="data.manage">
          <Button
            variant="default"
            size="compact-sm"
            loading={reconcile.isPending}
            onClick={() => void allow()}
          >
            {t('locked.allow')}
          </Button>
        </Can>
      )}
    </div>
  );
}

const WHY = {
  older: 'locked.older',
  foreign: 'locked.foreign',
  'in-use': 'locked.in-use',
  unguarded: 'locked.unguarded',
} as const satisfies Record<NonNullable<GuardState['reason']>, string>;
