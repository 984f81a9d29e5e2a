import { refused } from '#shared/contract/errors.ts';
import { makeBackup } from '#core/backup/make-backup.ts';
import { inCopyThread } from '#core/backup/copy-thread.ts';
import { forgetRestore, readRestore, stagePrepared } from '#core/backup/restore-files.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { assertLocal } from '#core/files/handlers.ts';
import type { JobHandle } from '#core/jobs/job-runner.ts';
import { api } from '#core/rpc/implement.ts';
import { assertFolder } from '#core/safety/backup-folder.ts';
import { backUpToFolder } from '#core/safety/backup-watch.ts';
import { saveLastBackup, saveSchedule, saveTried } from '#core/safety/kept.ts';
import { prepareRestore } from '#core/safety/prepare-restore.ts';
import { readSafety } from '#core/safety/state.ts';

type SafetyDeps = Pick<
  CoreDeps,
  'db' | 'dataFolder' | 'clock' | 'bus' | 'jobs' | 'files' | 'host' | 'guard'
>;

/** Copies of the data, putting one back, and looking whether the data is whole. */
export function createSafetyHandlers(deps: SafetyDeps) {
  const { db, dataFolder, clock, bus, jobs, host } = deps;
  const changed = () => bus.publish({ type: 'settings.changed' });
  const start = (
    kind: 'backup' | 'doctor' | 'restore',
    label: string,
    run: (handle: JobHandle) => Promise<unknown>,
  ) => {
    const job = jobs.start(kind, label, async (handle) => {
      try {
        return await run(handle);
      } finally {
        changed();
      }
    });
    return { jobId: job.id };
  };
  return api.safety.router({
    state: api.safety.state.handler(() => readSafety(deps)),
    backUp: api.safety.backUp.handler(({ input }) =>
      input.to === 'folder'
        ? start('backup', 'Backup', (handle) => backUpByHand(deps, handle))
        : start('backup', 'Backup', (handle) => backUpForDownload(deps, handle)),
    ),
    setSchedule: api.safety.setSchedule.handler(({ input }) => {
      if (input.enabled) assertFolder(dataFolder, input);
      saveSchedule(db, input);
      changed();
      return input;
    }),
    noteBackup: api.safety.noteBackup.handler(({ input, context }) => {
      assertLocal(context, 'Noting a copy');
      saveLastBackup(db, { ...input, at: clock.now() });
      changed();
      return { ok: true as const };
    }),
    check: api.safety.check.handler(() =>
      start('doctor', 'Check', async ({ signal }) => ({
        checks: await inCopyThread({ do: 'examine', dataFolder }, signal),
        at: clock.now(),
      })),
    ),
    prepareRestore: api.safety.prepareRestore.handler(({ input }) => {
      const prepare = prepareRestore(deps, input);
      return start('restore', 'Restore', prepare);
    }),
    stageRestore: api.safety.stageRestore.handler(() => {
      if (!readRestore(dataFolder, 'prepared')) {
        throw refused('nothing-prepared', 'No copy was chosen yet. Nothing was changed.');
      }
      stagePrepared(dataFolder);
      changed();
      return { ok: true as const };
    }),
    cancelRestore: api.safety.cancelRestore.handler(() => {
      forgetRestore(dataFolder);
      changed();
      return { ok: true as const };
    }),
    restart: api.safety.restart.handler(() => {
      if (!host.restart) {
        throw refused(
          'cannot-restart',
          'This Siar cannot start itself again. Close it and open it; nothing was changed until then.',
        );
      }
      // The answer leaves first: the caller would otherwise see a broken connection.
      setImmediate(() => host.restart?.());
      return { ok: true as const };
    }),
  });
}

async function backUpByHand(deps: SafetyDeps, handle: JobHandle) {
  const { path, messages } = await backUpToFolder(deps, handle);
  // A copy made by hand proves that the folder works again.
  saveTried(deps.db, { at: deps.clock.now(), problem: null });
  return { rows: messages, file: path, downloadId: null };
}

async function backUpForDownload(deps: SafetyDeps, handle: JobHandle) {
  const { db, clock, files } = deps;
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  const file = await files.reserve(`siar-backup-${day}.db`);
  const { bytes, contacts, messages } = await makeBackup(deps, file.path, handle);
  saveLastBackup(db, { at: clock.now(), file: file.name, bytes, contacts, messages });
  return { rows: messages, file: file.name, downloadId: file.id };
}
