import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '#shared/contract/errors.ts';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { client } from '#renderer/transport/client.ts';

/** The list that the guide makes; its own name in every language, so that it is found again. */
export const SAMPLE_LIST = 'Sample contacts';

/** Imports the spreadsheet that ships with Siar, with the same progress as any import. */
export function LoadSample() {
  const { t } = useTranslation('home');
  const [jobId, setJobId] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = useMutation({
    mutationFn: async () => {
      const { fileId } = await client.files.adoptSample();
      return client.imports.start({ fileId, listName: SAMPLE_LIST });
    },
    onSuccess: (job) => {
      setFailure(null);
      setJobId(job.jobId);
    },
    onError: notifyFailure,
  });
  if (jobId !== null) {
    return (
      <div style={{ width: '100%', maxWidth: 480 }}>
        <JobProgress
          jobId={jobId}
          onDone={(job) => {
            setJobId(null);
            if (job.state === 'done') notifyDone(t('guide.practice.contacts.loaded'));
          }}
          onFailed={(reason) => {
            setJobId(null);
            setFailure(reason);
          }}
        />
      </div>
    );
  }
  return (
    <>
      {failure !== null && (
        <Text c="var(--mantine-color-error)" role="alert">
          {failureText(failure)}
        </Text>
      )}
      <Button loading={load.isPending} onClick={() => load.mutate()}>
        {t('guide.practice.contacts.action')}
      </Button>
    </>
  );
}
