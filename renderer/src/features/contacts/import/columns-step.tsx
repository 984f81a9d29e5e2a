import { Alert, Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/error-state.tsx';
import classes from '#renderer/features/contacts/import/columns-step.module.css';
import { ColumnMapping } from '#renderer/features/contacts/import/column-mapping.tsx';
import {
  planOf,
  problemsOf,
  type DraftProblem,
  type ImportDraft,
} from '#renderer/features/contacts/import/import-draft.ts';
import { ImportSettings } from '#renderer/features/contacts/import/import-settings.tsx';
import {
  PreviewTable,
  type PreviewRow,
} from '#renderer/features/contacts/import/preview-table.tsx';
import { orpc } from '#renderer/transport/client.ts';
import type { Inspection } from '#shared/contract/imports.ts';

const PREVIEW_ROWS = 50;

type ColumnsStepProps = {
  inspection: Inspection;
  draft: ImportDraft;
  onChange: (change: Partial<ImportDraft>) => void;
  onBack: () => void;
  onStart: () => void;
  starting: boolean;
  /** Why the last start was refused, in one sentence. */
  problem: string | null;
};

/** Step 2 of the import: what the columns mean, where the contacts go, and how they will look. */
export function ColumnsStep(props: ColumnsStepProps) {
  const { inspection, draft, onChange, onBack, onStart, starting, problem } = props;
  const { t } = useTranslation('contacts');
  const problems = problemsOf(inspection, draft);
  return (
    <Stack gap={24}>
      <FileSummary inspection={inspection} />
      <ImportSettings inspection={inspection} draft={draft} onChange={onChange} />
      <Stack gap={8}>
        <Title order={2} size="h4">
          {t('columns.title')}
        </Title>
        <ColumnMapping
          columns={inspection.columns}
          draft={draft}
          onChange={(columns) => onChange({ columns })}
        />
      </Stack>
      <LivePreview inspection={inspection} draft={draft} />
      {problem !== null && (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t('run.notStarted')}>
          {problem}
        </Alert>
      )}
      <Group justify="space-between" align="center" className={classes.actions}>
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
        <Group gap={16}>
          {problems[0] !== undefined && <Hindrance problem={problems[0]} />}
          <Button onClick={onStart} loading={starting} disabled={problems.length > 0}>
            {inspection.format === 'xlsx'
              ? t('run.start', { count: inspection.rowEstimate })
              : t('run.startAbout', { count: inspection.rowEstimate })}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

function FileSummary({ inspection }: { inspection: Inspection }) {
  const { t } = useTranslation('contacts');
  return (
    <Stack gap={8}>
      <Text size="sm">
        <b>{inspection.fileName}</b>{' '}
        <Text span c="dimmed">
          {inspection.format === 'xlsx'
            ? t('columns.rowsExact', { count: inspection.rowEstimate })
            : t('columns.rowsAbout', {
                count: inspection.rowEstimate,
                encoding: inspection.encoding,
              })}
        </Text>
      </Text>
      {inspection.notes.length > 0 && (
        <Alert icon={<IconInfoCircle size={18} />} p={12}>
          <List size="sm" spacing={4}>
            {inspection.notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}

function Hindrance({ problem }: { problem: DraftProblem }) {
  const { t } = useTranslation('contacts');
  return (
    <Text size="sm" c="red" role="status">
      {t(`columns.problems.${problem.code}`, problem)}
    </Text>
  );
}

function LivePreview({ inspection, draft }: { inspection: Inspection; draft: ImportDraft }) {
  const { t } = useTranslation('contacts');
  const blocked = problemsOf(inspection, { ...draft, listName: '-' }).length > 0;
  const preview = useQuery({
    ...orpc.imports.preview.queryOptions({
      input: { ...planOf(inspection, draft), rows: PREVIEW_ROWS },
    }),
    placeholderData: keepPreviousData,
    enabled: !blocked,
    staleTime: Infinity,
  });
  const stale = blocked || preview.isPlaceholderData || preview.isPending;
  return (
    <Stack gap={8}>
      <Group justify="space-between" align="baseline">
        <Title order={2} size="h4">
          {t('preview.title')}
        </Title>
        {preview.data && <PreviewCounts rows={preview.data} />}
      </Group>
      {preview.error !== null && !blocked ? (
        <ErrorState error={preview.error} onRetry={() => preview.refetch()} />
      ) : (
        <PreviewTable rows={preview.data ?? []} stale={stale} />
      )}
    </Stack>
  );
}

function PreviewCounts({ rows }: { rows: readonly PreviewRow[] }) {
  const { t } = useTranslation('contacts');
  const refused = rows.filter((row) => row.error !== null).length;
  const repaired = rows.filter((row) => row.error === null && row.repair !== null).length;
  return (
    <Text size="sm" c="dimmed" role="status">
      {t('preview.counts', { count: rows.length, refused, repaired })}
    </Text>
  );
}
