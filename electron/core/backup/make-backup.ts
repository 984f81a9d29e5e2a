import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, statSync } from 'node:fs';
import { failed } from '#shared/contract/errors.ts';
import { say } from '#shared/said/say.ts';
import { inCopyThread } from '#core/backup/copy-thread.ts';
import { countContents, type Contents } from '#core/backup/queries.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { JobHandle } from '#core/jobs/job-runner.ts';
import { embedSlips } from '#core/top-ups/slips/carry.ts';

/** Pages per turn of the event loop: about a millisecond, so that sending goes on meanwhile. */
export const PAGES_PER_TURN = 200;

/** What a verified copy holds. */
export type MadeBackup = Contents & { bytes: number; slips: number; missingSlips: number };

/**
 * Writes a copy of all data while it is used, reads it back as a whole, and only then gives it its name:
 * what lies at `path` is a verified copy or the one from before. Throws what verifyCopy throws,
 * `backup-incomplete`, `backup-stopped`.
 */
export async function makeBackup(
  { db, dataFolder }: Pick<CoreDeps, 'db' | 'dataFolder'>,
  path: string,
  handle: JobHandle,
): Promise<MadeBackup> {
  const fresh = `${path}.part-${randomUUID()}`;
  try {
    await db.backup(fresh, {
      progress({ totalPages, remainingPages }) {
        if (handle.signal.aborted) throw stopped();
        handle.progress(totalPages - remainingPages, totalPages);
        return PAGES_PER_TURN;
      },
    });
    const expected = countContents(db);
    const carried = await embedSlips(fresh, dataFolder);
    const found = await inCopyThread({ do: 'verify', path: fresh }, handle.signal);
    if (found.contacts !== expected.contacts || found.messages !== expected.messages) {
      throw failed('backup-incomplete', say('copy-incomplete'), { expected, found });
    }
    if (handle.signal.aborted) throw stopped();
    renameSync(fresh, path);
    return { ...found, ...carried, bytes: statSync(path).size };
  } finally {
    for (const rest of ['', '-wal', '-shm', '-journal']) rmSync(`${fresh}${rest}`, { force: true });
  }
}

function stopped() {
  return failed('backup-stopped', say('copy-stopped'));
}
