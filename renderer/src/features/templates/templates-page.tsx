import { Badge, Button, Text } from '@mantine/core';
import { IconPlus, IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { confirmAction } from '#renderer/components/confirm.ts';
import { Count } from '#renderer/components/count.tsx';
import { EmptyState, NoMatch } from '#renderer/components/empty-state.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { Page } from '#renderer/components/page.tsx';
import { SearchInput } from '#renderer/components/search-input.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { VirtualTable, type VirtualColumn } from '#renderer/components/virtual-table.tsx';
import { ApprovalBadge } from '#renderer/features/templates/approvals.tsx';
import { TemplateEditor } from '#renderer/features/templates/template-editor.tsx';
import classes from '#renderer/features/templates/templates-page.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Template } from '#shared/contract/templates.ts';

type Opened = Template | 'new' | null;

/** Saved texts: a table of them, and one at a time in the editor at the right. */
export function TemplatesPage() {
  const { t } = useTranslation('templates');
  const [search, setSearch] = useState('');
  const editing = useEditing();
  const query = useQuery(orpc.templates.all.queryOptions());
  const found = useMemo(() => matching(query.data ?? [], search), [query.data, search]);
  const opened = editing.opened;
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        action={
          <Can permission="templates.write">
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => void editing.open('new')}
            >
              {t('new')}
            </Button>
          </Can>
        }
      />
      {query.error !== null && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.data?.length === 0 ? (
        <EmptyState
          icon={IconTemplate}
          title={t('emptyTitle')}
          text={t('emptyText', { field: '{{ name }}' })}
          action={
            <Can permission="templates.write">
              <Button onClick={() => void editing.open('new')}>{t('new')}</Button>
            </Can>
          }
        />
      ) : (
        (query.isPending || query.data !== undefined) && (
          <TemplatesTable
            rows={query.isPending ? null : found}
            search={search}
            onSearch={setSearch}
            selected={opened === null || opened === 'new' ? null : opened.id}
            onOpen={(template) => void editing.open(template)}
          />
        )
      )}
      <SidePanel
        key={opened === null || opened === 'new' ? 'new' : opened.id}
        title={opened === null || opened === 'new' ? t('untitled') : opened.name}
        opened={opened !== null}
        onClose={() => void editing.open(null)}
      >
        <TemplateEditor
          template={opened === 'new' ? null : opened}
          onSaved={editing.saved}
          onDeleted={editing.deleted}
          onDirty={editing.setDirty}
        />
      </SidePanel>
    </Page>
  );
}

/** Which template is in the editor; unsaved changes are never left without a question. */
function useEditing() {
  const { t } = useTranslation('templates');
  const [opened, setOpened] = useState<Opened>(null);
  const dirty = useRef(false);
  const open = async (next: Opened) => {
    if (dirty.current) {
      const name = opened === null || opened === 'new' ? t('untitled') : opened.name;
      const sure = await confirmAction({
        title: t('form.leaveTitle'),
        text: t('form.leaveText', { name }),
        confirmLabel: t('form.leave'),
        danger: true,
      });
      if (!sure) return;
    }
    dirty.current = false;
    setOpened(next);
  };
  return {
    opened,
    open,
    setDirty: (value: boolean) => {
      dirty.current = value;
    },
    saved: (template: Template) => {
      dirty.current = false;
      setOpened(template);
    },
    deleted: () => {
      dirty.current = false;
      setOpened(null);
    },
  };
}

function matching(templates: readonly Template[], search: string): Template[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return templates.filter(({ name, category, text }) => {
    const hay = `${name} ${category} ${text}`.toLocaleLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

type TemplatesTableProps = {
  /** null while they are on the way. */
  rows: readonly Template[] | null;
  search: string;
  onSearch: (search: string) => void;
  selected: number | null;
  onOpen: (template: Template) => void;
};

function TemplatesTable({ rows, search, onSearch, selected, onOpen }: TemplatesTableProps) {
  const { t } = useTranslation('templates');
  const columns = useColumns();
  return (
    <section className={classes.main} aria-label={t('title')}>
      <div className={classes.toolbar}>
        <div className={classes.search}>
          <SearchInput value={search} onChange={onSearch} label={t('search')} />
        </div>
        <Text size="sm" c="dimmed" ml="auto" role="status">
          {rows !== null && <Count value={rows.length} unit={t('unit', { count: rows.length })} />}
        </Text>
      </div>
      {rows?.length === 0 ? (
        <NoMatch title={t('nothingFoundTitle')} text={t('nothingFoundText')} />
      ) : (
        <VirtualTable<Template>
          columns={columns}
          total={rows?.length ?? 6}
          getRow={(index) => rows?.[index]}
          onVisibleRange={ignoreRange}
          onRowClick={onOpen}
          selectedId={selected}
          rowKey={(template) => template.id}
          label={t('title')}
          resetKey={search}
        />
      )}
    </section>
  );
}

/** Every template is already here: nothing is loaded by range. */
function ignoreRange(): void {}

function useColumns(): VirtualColumn<Template>[] {
  const { t } = useTranslation('templates');
  const { t: approval } = useTranslation('approvals');
  const format = useFormat();
  const approvals = useQuery(orpc.approvals.all.queryOptions());
  const latest = new Map((approvals.data ?? []).toReversed().map((one) => [one.templateId, one]));
  const approvalColumn: VirtualColumn<Template> = {
    key: 'approval',
    header: approval('column'),
    width: 130,
    render({ id }) {
      const found = latest.get(id);
      return found === undefined ? '' : <ApprovalBadge approval={found} />;
    },
  };
  return [
    {
      key: 'name',
      header: t('columns.name'),
      width: 180,
      grow: 1,
      render: (template) => (
        <Text span inherit fw={600}>
          {template.name}
        </Text>
      ),
    },
    // Most gateways approve nothing: then there is nothing to show.
    ...(latest.size > 0 ? [approvalColumn] : []),
    {
      key: 'category',
      header: t('columns.category'),
      width: 140,
      render: ({ category }) => (category === '' ? '' : <Badge color="gray">{category}</Badge>),
    },
    {
      key: 'text',
      header: t('columns.text'),
      width: 200,
      grow: 3,
      render: (template) => (
        <Text span inherit c="dimmed">
          {template.text.replace(/\s+/g, ' ')}
        </Text>
      ),
    },
    {
      key: 'updated',
      header: t('columns.updated'),
      width: 150,
      align: 'right',
      render: (template) => <span className="tabular">{format.when(template.updatedAt)}</span>,
    },
  ];
}
