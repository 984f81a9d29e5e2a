import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SiarError, type Failure } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { toFailure } from '#renderer/lib/failure.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { client } from '#renderer/transport/client.ts';
import { CONNECTION_LOST } from '#renderer/transport/connection.ts';

/** Waits between attempts to watch again after the connection broke. */
const AGAIN_MS = 1_000;

/**
 * Follows a job to its end, over lost connections too. Answers the job's last snapshot.
 * Throws what the core said when the job is not known any more.
 */
async function watch(jobId: string, signal: AbortSignal, show: (job: Job) => void): Promise<Job> {
  for (;;) {
    try {
      for await (const job of await client.jobs.watch({ jobId }, { signal })) {
        show(job);
        if (job.state !== 'running') return job;
      }
      const job = await client.jobs.get({ jobId }, { signal });
      show(job);
      if (job.state !== 'running') return job;
    } catch (error) {
      if (signal.aborted || toFailure(error).code !== CONNECTION_LOST) throw error;
    }
    await new Promise((resolve) => window.setTimeout(resolve, AGAIN_MS));
  }
}

/** The last snapshot, and what it meant when it came. */
interface Seen {
  job: Job | null;
  left: number | null;
}

/** Seconds left by the speed so far; null until that can be said. */
function secondsLeft(job: Job, now: number): number | null {
  const elapsed = (now - job.startedAt) / 1000;
  if (job.total === null || job.done <= 0 || elapsed < 1) return null;
  return ((job.total - job.done) * elapsed) / job.done;
}

/**
 * Long work as people see it: what it is, how far, how long still, and Cancel. `onDone` gets the job
 * when it ended well or was cancelled (look at `state`), `onFailed` the sentence when it did not.
 */
export function JobProgress({
  jobId,
  label,
  onDone,
  onFailed,
}: {
  jobId: string;
  /** In the person's language; else the job's own. */
  label?: string;
  onDone: (job: Job) => void;
  onFailed: (failure: Failure) => void;
}) {
  const { t } = useTranslation('common');
  const format = useFormat();
  const [{ job, left }, setSeen] = useState<Seen>({ job: null, left: null });
  const [cancelling, setCancelling] = useState(false);
  const told = useRef<string | null>(null);
  const finish = useEffectEvent((last: Job) => {
    if (told.current === jobId) return;
    told.current = jobId;
    if (last.state === 'failed') {
      const error = last.error ?? new SiarError('failed', 'internal', t('job.failed'));
      onFailed({
        code: error.code,
        kind: error.kind,
        details: error.details,
        message: error.message,
      });
    } else onDone(last);
  });
  const fail = useEffectEvent((error: unknown) => onFailed(toFailure(error)));

  useEffect(() => {
    const stop = new AbortController();
    watch(jobId, stop.signal, (next) =>
      setSeen({ job: next, left: secondsLeft(next, Date.now()) }),
    ).then(
      (last) => {
        if (!stop.signal.aborted) finish(last);
      },
      (error: unknown) => {
        if (!stop.signal.aborted) fail(error);
      },
    );
    return () => stop.abort();
  }, [jobId]);

  const cancel = () => {
    setCancelling(true);
    client.jobs.cancel({ jobId }).catch((error: unknown) => {
      setCancelling(false);
      notifyFailure(error);
    });
  };
  const share = job?.total ? Math.min(100, (job.done / job.total) * 100) : 0;
  return (
    <Stack gap="xs" aria-live="off">
      <Group justify="space-between" wrap="nowrap">
        <Text fw={500} truncate>
          {label ?? job?.label ?? t('job.starting')}
        </Text>
        <Button
          size="xs"
          variant="default"
          onClick={cancel}
          disabled={cancelling || (job !== null && job.state !== 'running')}
        >
          {cancelling ? t('job.cancelling') : t('cancel')}
        </Button>
      </Group>
      <Progress
        value={job?.state === 'done' ? 100 : share}
        size="lg"
        animated={job?.total === null}
        aria-label={label ?? job?.label ?? t('job.starting')}
      />
      <Group justify="space-between" c="dimmed" className="tabular">
        <Text size="sm">
          {job === null
            ? '\u00a0'
            : job.total === null
              ? t('job.done', { done: format.number(job.done) })
              : t('job.percent', { share: Math.floor(job.state === 'done' ? 100 : share) })}
        </Text>
        <Text size="sm">
          {left === null ? '\u00a0' : t('job.left', { time: format.duration(left) })}
        </Text>
      </Group>
    </Stack>
  );
}
