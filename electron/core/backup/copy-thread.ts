import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { SiarError, failed, type Failure } from '#shared/contract/errors.ts';
import type { Contents } from '#core/backup/queries.ts';
import type { Comparison } from '#core/backup/compare.ts';
import type { Check } from '#core/doctor/examine.ts';

/** What the thread can do: see verifyCopy, examineDatabase, compareWithPresent. */
export type CopyTask =
  | { do: 'verify'; path: string }
  | { do: 'examine'; dataFolder: string }
  | { do: 'compare'; path: string; dataFolder: string };

type Outcomes = { verify: Contents; examine: Check[]; compare: Comparison };

type Said = { ok: true; value: unknown } | { ok: false; failure: Failure | null; text: string };

/** Does it in a thread of its own. Throws what the task throws; the signal ends the thread. */
export function inCopyThread<Task extends CopyTask>(
  task: Task,
  signal?: AbortSignal,
): Promise<Outcomes[Task['do']]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerEntry(), { workerData: task });
    const end = () => void worker.terminate();
    signal?.addEventListener('abort', end, { once: true });
    worker.once('message', (said: Said) => {
      // The worker answers with what its task returns; the type says which.
      if (said.ok) resolve(said.value as Outcomes[Task['do']]);
      else reject(toError(said));
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      signal?.removeEventListener('abort', end);
      reject(failed('check-stopped', 'Looking through the data was stopped. Nothing was changed.'));
    });
  });
}

function toError({ failure, text }: { failure: Failure | null; text: string }): Error {
  if (!failure) return new Error(text);
  return new SiarError(failure.kind, failure.code, failure.message, failure.details);
}

/** As with workbooks: beside this module when run from source, else in the folder of the built program. */
function workerEntry(): URL {
  const places = ['./copy-worker.ts', './copy-worker.js', '../copy-worker.js'];
  const found = places
    .map((place) => new URL(place, import.meta.url))
    .find((url) => existsSync(url));
  if (!found) throw new Error('the program that reads copies (copy-worker) is missing');
  return found;
}
