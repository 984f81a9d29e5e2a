import { Button, Menu, Paper } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { useExportJob } from '#renderer/hooks/use-export-job.ts';
import { notifyDone } from '#renderer/lib/notify.ts';

type TableExportProps = {
  /** Starts the export of what the table shows, in this format. */
  start: (format: 'csv' | 'xlsx') => Promise<{ jobId: string }>;
  disabled?: boolean;
};

/** Exports a table as a file: a choice of format, progress with Cancel, then the download. */
export function TableExport({ start, disabled = false }: TableExportProps) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const { begin, jobId, finish, fail } = useExportJob(start, ({ rows }) =>
    notifyDone(t('export.done', { count: rows, rows: format.number(rows) })),
  );
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            disabled={disabled || jobId !== null}
            loading={begin.isPending}
          >
            {t('export.button')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconFileSpreadsheet size={16} aria-hidden />}
            onClick={() => begin.mutate('xlsx')}
          >
            {t('export.xlsx')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileTypeCsv size={16} aria-hidden />}
            onClick={() => begin.mutate('csv')}
          >
            {t('export.csv')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {jobId !== null && (
        <Paper p={12} w="100%">
          <JobProgress jobId={jobId} onDone={finish} onFailed={fail} />
        </Paper>
      )}
    </>
  );
}
