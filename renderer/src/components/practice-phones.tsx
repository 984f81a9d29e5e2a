import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { InferClientOutputs } from '@orpc/client';
import type { SiarClient } from '#shared/contract/contract.ts';
import { formatMsisdn } from '#shared/phone/format.ts';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/components/practice-phones.module.css';

type Inbox = InferClientOutputs<SiarClient>['gateways']['practiceInbox'];

/** Oldest first within a phone, as a phone shows them; the phone heard from last comes first. */
function byPhone(inbox: Inbox, most: number): [string, Inbox][] {
  const phones = new Map<string, Inbox>();
  for (const message of inbox) {
    const thread = phones.get(message.to);
    if (thread === undefined) phones.set(message.to, [message]);
    else thread.unshift(message);
  }
  return [...phones].slice(0, most);
}

/** The "phones" of practice: what the practice gateway accepted, as each receiver would see it. */
export function PracticePhones({ most }: { most: number }) {
  const { t } = useTranslation('common');
  const format = useFormat();
  const inbox = useQuery(orpc.gateways.practiceInbox.queryOptions());
  if (inbox.isPending) return <Skeleton height={140} />;
  if (inbox.isError) {
    return <ErrorState error={inbox.error} onRetry={() => inbox.refetch()} />;
  }
  if (inbox.data.length === 0) return <Text c="dimmed">{t('phones.none')}</Text>;
  const phones = byPhone(inbox.data, most);
  return (
    <ul className={classes.phones} aria-label={t('phones.label')}>
      {phones.map(([to, thread]) => (
        <li key={to} className={classes.phone}>
          <div className={`${classes.number} tabular`}>{formatMsisdn(to)}</div>
          <div className={classes.thread} tabIndex={0} role="group" aria-label={formatMsisdn(to)}>
            {thread.map((message) => (
              <div key={message.id}>
                <div className={classes.bubble}>{message.text}</div>
                <div className={classes.meta}>
                  {format.when(message.at)} · {t('phones.parts', { count: message.parts })}
                </div>
              </div>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
