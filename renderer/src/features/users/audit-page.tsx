import { Badge, Group, Select } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AUDIT_OUTCOMES, type AuditEntry, type AuditOutcome } from '#shared/contract/audit.ts';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { PagedList } from '#renderer/components/paged-list.tsx';
import { Page } from '#renderer/components/page.tsx';
import { TableExport } from '#renderer/components/table-export.tsx';
import { VirtualTable, type VirtualColumn } from '#renderer/components/virtual-table.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { usePagedRows } from '#renderer/hooks/use-paged-rows.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import classes from '#renderer/features/users/audit.module.css';

/** What can be looked for: the parts of Siar in which something was done. */
const FEATURES = [
  'session',
  'users',
  'campaigns',
  'contacts',
  'lists',
  'suppressions',
  'imports',
  'templates',
  'approvals',
  'gateways',
  'probes',
  'lookUps',
  'otp',
  'credits',
  'history',
  'settings',
  'host',
  'safety',
] as const;

/** Who did what, newest first. Nothing here can be changed or removed. */
export function AuditPage() {
  const { t } = useTranslation('users');
  const navigate = useNavigate({ from: '/users/audit' });
  const { user } = useSearch({ from: '/users/audit' });
  const [action, setAction] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<AuditOutcome | null>(null);
  const users = useQuery(orpc.users.all.queryOptions());
  const filter = { userId: user, action: action ?? undefined, outcome: outcome ?? undefined };
  const entries = usePagedRows<AuditEntry>({
    queryKey: [...orpc.audit.page.key(), filter],
    fetchPage: (offset, limit, signal) =>
      client.audit.page({ ...filter, offset, limit }, { signal }),
  });
  const columns = useColumns();
  return (
    <Page>
      <PageHeader
        title={t('audit.title')}
        description={t('audit.description')}
        back={{ to: '/users', label: t('page.title') }}
      />
      <Group gap="xs">
        <Select
          w={180}
          aria-label={t('audit.user')}
          placeholder={t('audit.anyUser')}
          clearable
          searchable
          value={user === undefined ? null : String(user)}
          onChange={(value) =>
            void navigate({
              search: value === null ? {} : { user: Number(value) },
              replace: true,
            })
          }
          data={(users.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
        />
        <Select
          w={180}
          aria-label={t('audit.feature')}
          placeholder={t('audit.anyFeature')}
          clearable
          value={action}
          onChange={setAction}
          data={FEATURES.map((value) => ({ value, label: t(`feature.${value}`) }))}
        />
        <Select
          w={180}
          aria-label={t('audit.outcome')}
          placeholder={t('audit.anyOutcome')}
          clearable
          value={outcome}
          onChange={(value) => setOutcome(AUDIT_OUTCOMES.find((one) => one === value) ?? null)}
          data={AUDIT_OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        />
        <TableExport
          disabled={entries.total === 0}
          start={(format) => client.audit.export({ ...filter, format, target: { download: true } })}
        />
      </Group>
      <PagedList
        rows={entries}
        empty={
          <EmptyState
            icon={IconHistory}
            title={t('audit.emptyTitle')}
            text={t('audit.emptyText')}
          />
        }
      >
        <VirtualTable<AuditEntry>
          columns={columns}
          total={entries.length}
          getRow={entries.getRow}
          onVisibleRange={entries.onVisibleRange}
          rowKey={({ id }) => id}
          label={t('audit.title')}
          resetKey={JSON.stringify(filter)}
        />
      </PagedList>
    </Page>
  );
}

function useColumns(): VirtualColumn<AuditEntry>[] {
  const { t } = useTranslation(['users', 'acts']);
  const format = useFormat();
  return [
    {
      key: 'at',
      header: t('audit.at'),
      width: 126,
      render: ({ at }) => (
        <span className="tabular" title={format.dateTime(at)}>
          {format.short(at)}
        </span>
      ),
    },
    {
      key: 'user',
      header: `${t('audit.user')} · ${t('audit.via')}`,
      width: 160,
      grow: 1,
      render: ({ userName, via }) => (
        <TwoLines
          first={userName ?? <span className={classes.dimmed}>{t('audit.nobody')}</span>}
          second={t(`via.${via}`)}
          whole={`${userName ?? t('audit.nobody')} · ${t(`via.${via}`)}`}
        />
      ),
    },
    {
      key: 'action',
      header: t('audit.action'),
      width: 180,
      grow: 2,
      render: ({ action }) => {
        // A procedure that has no words yet is shown by its name rather than hidden.
        const act = t(`acts:${action}`, { defaultValue: action });
        return (
          <span className={classes.wrapped} title={`${act} (${action})`}>
            {act}
          </span>
        );
      },
    },
    {
      key: 'target',
      header: t('audit.target'),
      width: 124,
      render: ({ target }) => (
        <span className={classes.wrapped} title={target}>
          {target}
        </span>
      ),
    },
    {
      key: 'outcome',
      header: `${t('audit.outcome')} · ${t('audit.detail')}`,
      width: 160,
      grow: 1,
      render: ({ outcome, code, detail }) => (
        <TwoLines
          first={
            outcome === 'ok' ? (
              t('outcome.ok')
            ) : (
              <Badge size="sm" color={outcome === 'refused' ? 'orange' : 'red'}>
                {t(`outcome.${outcome}`)}
              </Badge>
            )
          }
          second={code ?? detail}
          whole={[t(`outcome.${outcome}`), code ?? detail].filter(Boolean).join(' · ')}
        />
      ),
    },
  ];
}

/** What matters with what belongs to it below: seven columns would all be cut off in a small window. */
function TwoLines({ first, second, whole }: { first: ReactNode; second: string; whole: string }) {
  return (
    <span className={classes.lines} title={whole}>
      <span>{first}</span>
      {second !== '' && <span className={classes.second}>{second}</span>}
    </span>
  );
}
