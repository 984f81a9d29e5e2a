import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { startDownload } from '#renderer/transport/client.ts';
import { exportResultSchema, type ExportResult } from '#shared/contract/base.ts';
import type { Failure } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/jobs.ts';

/**
 * An export that makes a file: starts its job, follows it and hands the file to the browser.
 * `onDone` hears of it once the download has begun; failures are told in the corner.
 */
export function useExportJob<Format extends string>(
  start: (format: Format) => Promise<{ jobId: string }>,
  onDone: (result: ExportResult) => void,
) {
  const [jobId, setJobId] = useState<string | null>(null);
  const begin = useMutation({
    mutationFn: start,
    onSuccess: (job) => setJobId(job.jobId),
    onError: notifyFailure,
  });
  return {
    begin,
    jobId,
    finish: (job: Job) => {
      setJobId(null);
      const result = exportResultSchema.safeParse(job.result);
      if (job.state !== 'done' || !result.success) return;
      if (result.data.downloadId !== null) startDownload(result.data.downloadId);
      onDone(result.data);
    },
    fail: (failure: Failure) => {
      setJobId(null);
      notifyFailure(failure);
    },
  };
}
