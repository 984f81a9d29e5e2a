import { Button, Menu, Paper } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { startDownload } from '#renderer/transport/client.ts';
import { exportResultSchema } from '#shared/contract/base.ts';
import type { Job } from '#shared/contract/jobs.ts';

type TableExportProps = {
  /** Starts the export of what the table shows, in this format. */
  start: (format: 'csv' | 'xlsx') => Promise<{ jobId: string }>;
  disabled?: boolean;
};

/** Exports a table as a file: a choice of format, progress with Cancel, then the download. */
export function TableExport({ start, disabled = false }: TableExportProps) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const [jobId, setJobId] = useState<string | null>(null);
  const begin = useMutation({
    mutationFn: start,
    onSuccess: (job) => setJobId(job.jobId),
    onError: notifyFailure,
  });
  const finish = (job: Job) => {
    setJobId(null);
    const result = exportResultSchema.safeParse(job.result);
    if (job.state !== 'done' || !result.success) return;
    if (result.data.downloadId !== null) startDownload(result.data.downloadId);
    notifyDone(
      t('export.done', { count: result.data.rows, rows: format.number(result.data.rows) }),
    );
  };
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
          <JobProgress
            jobId={jobId}
            onDone={finish}
            onFailed={(failure) => {
              setJobId(null);
              notifyFailure(failure);
            }}
          />
        </Paper>
      )}
    </>
  );
}
