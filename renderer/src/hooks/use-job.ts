import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyFailure } from '#renderer/lib/notify.ts';
import type { Failure } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/jobs.ts';

/** Long work: starts its job and follows it. `onDone` hears of it only when it ended well; failures are told in the corner. */
export function useJob<Input>(
  start: (input: Input) => Promise<{ jobId: string }>,
  onDone: (result: unknown) => void,
) {
  const [jobId, setJobId] = useState<string | null>(null);
  const begin = useMutation({
    mutationFn: start,
    onSuccess: (job) => setJobId(job.jobId),
    onError: notifyFailure,
  });
  return {
    begin,
    isBusy: begin.isPending || jobId !== null,
    jobId,
    finish: (job: Job) => {
      setJobId(null);
      if (job.state === 'done') onDone(job.result);
    },
    fail: (failure: Failure) => {
      setJobId(null);
      notifyFailure(failure);
    },
  };
}
