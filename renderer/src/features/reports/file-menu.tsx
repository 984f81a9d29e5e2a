import { Button, Menu, Paper } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { startDownload } from '#renderer/transport/client.ts';
import { exportResultSchema } from '#shared/contract/base.ts';
import type { Job } from '#shared/contract/jobs.ts';

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
    notifyDone(t('export.done', { file: result.data.file }));
    onDone?.();
  };
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
