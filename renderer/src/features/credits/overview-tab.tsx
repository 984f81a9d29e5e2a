import { Skeleton } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { AdjustForm } from '#renderer/features/credits/adjust-form.tsx';
import { GatewayBook } from '#renderer/features/credits/gateway-book.tsx';
import { TransferForm } from '#renderer/features/credits/transfer-form.tsx';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/features/credits/credits.module.css';

/** Who has how many credits at which gateway, and what moves them by hand. */
export function OverviewTab() {
  const { t } = useTranslation('credits');
  const books = useQuery(orpc.credits.accounts.queryOptions());
  const [open, setOpen] = useState<{ form: 'transfer' | 'adjust'; gatewayId: number } | null>(null);
  const close = () => setOpen(null);
  const book = books.data?.find(({ gatewayId }) => gatewayId === open?.gatewayId);
  if (books.isPending) return <Skeleton height={160} />;
  if (books.isError) {
    return <ErrorState error={books.error} onRetry={() => books.refetch()} />;
  }
  if (books.data.length === 0) {
    return (
      <EmptyState
        icon={IconCoins}
        title={t('empty.title')}
        text={t('empty.text')}
        action={
          <ButtonLink to="/gateways" search={{ add: 'esms' }}>
            {t('empty.action')}
          </ButtonLink>
        }
      />
    );
  }
  return (
    <>
      <ul className={classes.books}>
        {books.data.map((one) => (
          <GatewayBook
            key={one.gatewayId}
            book={one}
            onTransfer={() => setOpen({ form: 'transfer', gatewayId: one.gatewayId })}
            onAdjust={() => setOpen({ form: 'adjust', gatewayId: one.gatewayId })}
          />
        ))}
      </ul>
      <SidePanel
        title={t('transfer.title')}
        opened={open?.form === 'transfer' && book !== undefined}
        onClose={close}
      >
        {book && <TransferForm key={book.gatewayId} book={book} onDone={close} />}
      </SidePanel>
      <SidePanel
        title={t('adjust.title')}
        opened={open?.form === 'adjust' && book !== undefined}
        onClose={close}
      >
        {book && <AdjustForm key={book.gatewayId} book={book} onDone={close} />}
      </SidePanel>
    </>
  );
}
