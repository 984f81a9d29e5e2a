import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconMessageOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { AnchorLink } from '#renderer/components/links.tsx';
import { MessageStateBadge } from '#renderer/components/state-badge.tsx';
import classes from '#renderer/features/contacts/contact-timeline.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { orpc } from '#renderer/transport/client.ts';
import { MESSAGE_STATES } from '#shared/campaigns/lifecycle.ts';

const PAGE = 20;

/** Every message to one contact, newest first, with its campaign and what became of it. */
export function ContactTimeline({ id }: { id: number }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const query = useInfiniteQuery(
    orpc.contacts.timeline.infiniteOptions({
      input: (offset: number) => ({ id, offset, limit: PAGE }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => {
        const loaded = pages.reduce((sum, page) => sum + page.rows.length, 0);
        return loaded < last.total && last.rows.length > 0 ? loaded : undefined;
      },
    }),
  );
  if (query.isPending) {
    return (
      <Stack gap={12}>
        {[0, 1, 2].map((at) => (
          <Skeleton key={at} h={84} />
        ))}
      </Stack>
    );
  }
  if (query.error !== null) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  }
  const entries = query.data.pages.flatMap((page) => page.rows);
  if (entries.length === 0) {
    return (
      <EmptyState
        icon={IconMessageOff}
        title={t('timeline.emptyTitle')}
        text={t('timeline.emptyText')}
      />
    );
  }
  const left = (query.data.pages[0]?.total ?? 0) - entries.length;
  return (
    <Stack gap={16}>
      <ol className={classes.timeline} aria-label={t('timeline.label')}>
        {entries.map((entry) => (
          <li key={entry.messageId} className={classes.entry}>
            <Group justify="space-between" gap={8}>
              <Text size="sm" c="dimmed" className="tabular">
                {format.when(entry.at)}
              </Text>
              <EntryState state={entry.state} />
            </Group>
            <Text size="sm" className={classes.text}>
              {entry.text}
            </Text>
            {entry.reason !== null && (
              <Text size="sm" c="dimmed">
                {inWords(entry.reason)}
              </Text>
            )}
            <AnchorLink to="/campaigns/$id" params={{ id: entry.campaignId }} size="sm">
              {entry.campaignName}
            </AnchorLink>
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('timeline.more', { count: left })}
        </Button>
      )}
    </Stack>
  );
}

/** A state this page does not know (a newer core) is shown by its word alone. */
function EntryState({ state }: { state: string }) {
  const known = MESSAGE_STATES.find((one) => one === state);
  return known === undefined ? <Text size="sm">{state}</Text> : <MessageStateBadge state={known} />;
}
