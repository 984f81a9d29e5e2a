import { Button, Menu, Modal, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import classes from '#renderer/features/contacts/contacts-page.module.css';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc, startDownload } from '#renderer/transport/client.ts';
import { exportResultSchema } from '#shared/contract/base.ts';
import type { Job } from '#shared/contract/jobs.ts';

type ExportContactsProps = {
  filter: { listId?: number; search?: string };
  total: number;
};

/** Writes what the table shows (list and search) to a file, with progress, and hands it over. */
export function ExportContacts({ filter, total }: ExportContactsProps) {
  const { t } = useTranslation('contacts');
  const [jobId, setJobId] = useState<string | null>(null);
  const start = useMutation(
    orpc.contacts.export.mutationOptions({
      onSuccess: (answer) => setJobId(answer.jobId),
      onError: notifyFailure,
    }),
  );
  const write = (format: 'csv' | 'xlsx') => {
    if (!start.isPending) start.mutate({ ...filter, format, target: { download: true } });
  };
  const end = (job: Job) => {
    setJobId(null);
    const result = exportResultSchema.safeParse(job.result);
    if (job.state !== 'done' || !result.success || result.data.downloadId === null) return;
    startDownload(result.data.downloadId);
    notifyDone(t('export.done', { count: result.data.rows, file: result.data.file }));
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            className={classes.export}
            aria-label={t('export.button')}
            title={t('export.button')}
            leftSection={<IconDownload size={16} aria-hidden />}
            disabled={total === 0}
            loading={start.isPending}
          >
            <span className={classes.exportLabel}>{t('export.button')}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('export.what', { count: total })}</Menu.Label>
          <Menu.Item onClick={() => write('xlsx')}>{t('export.xlsx')}</Menu.Item>
          <Menu.Item onClick={() => write('csv')}>{t('export.csv')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {jobId !== null && (
        <Modal
          opened
          centered
          onClose={() => undefined}
          withCloseButton={false}
          closeOnEscape={false}
          closeOnClickOutside={false}
          title={t('export.title')}
        >
          <JobProgress
            jobId={jobId}
            onDone={end}
            onFailed={(failure) => {
              setJobId(null);
              notifyFailure(failure);
            }}
          />
          <Text size="sm" c="dimmed" mt={8}>
            {t('export.note')}
          </Text>
        </Modal>
      )}
    </>
  );
}
