import { Alert, Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconInfoCircle, IconPlus, IconShieldLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { EmptyState, NoMatch } from '#renderer/components/empty-state.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { PagedList } from '#renderer/components/paged-list.tsx';
import { Page } from '#renderer/components/page.tsx';
import { SearchInput } from '#renderer/components/search-input.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { EntryPanel } from '#renderer/features/otp/entry-panel.tsx';
import { OtpTable } from '#renderer/features/otp/otp-table.tsx';
import { SendForm } from '#renderer/features/otp/send-form.tsx';
import { usePagedRows } from '#renderer/hooks/use-paged-rows.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import type { OtpEntry } from '#shared/contract/otp.ts';

/** One-time passwords: the log, and beside it sending a code or checking one. */
export function OtpPage() {
  const { t } = useTranslation('otp');
  const { send, entry: entryId } = useSearch({ from: '/otp' });
  const navigate = useNavigate({ from: '/otp' });
  const [search, setSearch] = useState('');
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const usable = (gateways.data ?? []).filter(({ capabilities }) => capabilities.otp);
  const others = (gateways.data ?? []).map(({ name }) => name).join(', ');
  const filter = { search: search === '' ? undefined : search };
  const entries = usePagedRows<OtpEntry>({
    queryKey: [...orpc.otp.page.key(), filter],
    fetchPage: (offset, limit, signal) => client.otp.page({ ...filter, offset, limit }, { signal }),
  });
  const close = () => void navigate({ search: {}, replace: true });
  const show = (id: number) => void navigate({ search: { entry: id }, replace: true });
  const isEmpty = !entries.isPending && entries.error === null && entries.total === 0;
  const sendButton = (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => void navigate({ search: { send: true } })}
    >
      {t('send')}
    </Button>
  );
  const askAll = () => Promise.all([entries.refetch(), gateways.refetch()]);
  const noGateway = gateways.isSuccess && usable.length === 0;
  // Gateways that cannot are named: somebody who has one wonders why nothing can be sent.
  const why = others === '' ? t('empty.noGateway') : t('empty.noneAble', { gateways: others });
  const addButton = (
    <Can permission="gateways.write">
      <ButtonLink to="/gateways" search={{ add: 'practice' }}>
        {t('empty.addGateway')}
      </ButtonLink>
    </Can>
  );
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        action={noGateway ? undefined : sendButton}
      />
      {gateways.error !== null && entries.error === null && (
        <ErrorState error={gateways.error} onRetry={() => gateways.refetch()} />
      )}
      {isEmpty && search === '' ? (
        <EmptyState
          icon={IconShieldLock}
          title={t('empty.title')}
          text={noGateway ? why : t('empty.text')}
          action={noGateway && addButton}
        />
      ) : (
        <>
          {noGateway && (
            <Alert color="gray" icon={<IconInfoCircle size={18} aria-hidden />} p={12}>
              <Stack gap={8} align="flex-start">
                <Text size="sm">{why}</Text>
                {addButton}
              </Stack>
            </Alert>
          )}
          <Group gap="xs">
            <Box w={220}>
              <SearchInput value={search} onChange={setSearch} label={t('search')} />
            </Box>
          </Group>
          <PagedList
            rows={{ ...entries, refetch: askAll }}
            empty={<NoMatch title={t('noMatch.title')} text={t('noMatch.text')} />}
          >
            <OtpTable
              entries={entries}
              selectedId={entryId ?? null}
              onSelect={({ id }) => show(id)}
              resetKey={search}
            />
          </PagedList>
        </>
      )}
      <SidePanel title={t('send')} opened={send === true && usable.length > 0} onClose={close}>
        <SendForm gateways={usable} onSent={({ id }) => show(id)} />
      </SidePanel>
      <SidePanel
        key={entryId}
        title={t('entry.title')}
        opened={send !== true && entryId !== undefined}
        onClose={close}
      >
        {entryId !== undefined && <EntryPanel id={entryId} onSent={({ id }) => show(id)} />}
      </SidePanel>
    </Page>
  );
}
