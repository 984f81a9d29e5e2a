import { parentPort, workerData } from 'node:worker_threads';
import { compareWithPresent } from '#core/backup/compare.ts';
import type { CopyTask } from '#core/backup/copy-thread.ts';
import { verifyCopy } from '#core/backup/verify-copy.ts';
import { examineDatabase } from '#core/doctor/examine.ts';
import { readFailure } from '#shared/contract/to-failure.ts';

/** Runs in a thread of its own: reading a whole database must not hold up the process that sends. */
const task: CopyTask = workerData;

function run(): unknown {
  switch (task.do) {
    case 'verify':
      return verifyCopy(task.path);
    case 'examine':
      return examineDatabase(task.dataFolder);
    case 'compare':
      return compareWithPresent(task.path, task.dataFolder);
  }
}

try {
  parentPort?.postMessage({ ok: true, value: run() });
} catch (error) {
  // An error's class does not cross a thread.
  parentPort?.postMessage({ ok: false, failure: readFailure(error) ?? null, text: String(error) });
}
