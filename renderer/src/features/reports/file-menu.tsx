import { Button, Menu, Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import { useExportJob } from '#renderer/hooks/use-export-job.ts';
import { notifyDone } from '#renderer/lib/notify.ts';

/** A button with a choice of files: progress with Cancel, then the download. */
export function FileMenu<Format extends string>({
  label,
  icon,
  formats,
  start,
  onDone,
}: {
  label: string;
  icon: ReactNode;
  formats: readonly { format: Format; label: string; icon: ReactNode }[];
  start: (format: Format) => Promise<{ jobId: string }>;
  onDone?: () => void;
}) {
  const { t } = useTranslation('reports');
  const { begin, jobId, finish, fail } = useExportJob(start, ({ file }) => {
    notifyDone(t('export.done', { file }));
    onDone?.();
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={icon}
            disabled={jobId !== null}
            loading={begin.isPending}
          >
            {label}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {formats.map((one) => (
            <Menu.Item
              key={one.format}
              leftSection={one.icon}
              onClick={() => begin.mutate(one.format)}
            >
              {one.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {jobId !== null && (
        <Paper p={12} w={320}>
          <JobProgress jobId={jobId} onDone={finish} onFailed={fail} />
        </Paper>
      )}
    </>
  );
}
