import { join } from 'node:path';
import { SiarError } from '#shared/contract/errors.ts';
import { say } from '#shared/said/say.ts';
import { makeBackup } from '#core/backup/make-backup.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { JobHandle } from '#core/jobs/job-runner.ts';
import { assertFolder, backupName, pruneBackups } from '#core/safety/backup-folder.ts';
import { readSchedule, readTried, saveLastBackup, saveTried } from '#core/safety/kept.ts';

type WatchDeps = Pick<CoreDeps, 'db' | 'dataFolder' | 'clock' | 'logger' | 'bus'>;

const TICK_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** After a failure: soon enough for a disk that was plugged in again, and no noise. */
const AGAIN_MS = 60 * 60_000;

/** Makes the daily copy as long as Siar runs: see createBackupWatch. */
export type BackupWatch = { start(): void; stop(): Promise<void>; tick(): Promise<void> };

/**
 * Makes a verified copy a day after the last one, and keeps the newest. What goes wrong is kept for
 * Home and tried again after an hour.
 */
export function createBackupWatch(deps: WatchDeps): BackupWatch {
  const { db, clock, logger, bus } = deps;
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;

  function isDue(): boolean {
    if (!readSchedule(db).enabled) return false;
    const tried = readTried(db);
    if (!tried) return true;
    const since = clock.now() - tried.at;
    // A clock that was set back must not hold copies up for long.
    return since < 0 || since >= (tried.problem === null ? DAY_MS : AGAIN_MS);
  }

  async function work(): Promise<void> {
    const at = clock.now();
    try {
      await backUpToFolder(deps, { signal: abort.signal, progress() {} });
      saveTried(db, { at, problem: null });
    } catch (error) {
      if (abort.signal.aborted) return;
      const problem = error instanceof SiarError ? error.message : toSentence(error);
      logger.error({ err: error }, 'the daily copy could not be made');
      saveTried(db, { at, problem });
    }
    bus.publish({ type: 'settings.changed' });
  }

  async function tick(): Promise<void> {
    if (working || !isDue()) return working;
    working = work().finally(() => (working = undefined));
    return working;
  }

  return {
    start() {
      timer ??= setInterval(() => void tick(), TICK_MS);
      timer.unref();
      void tick();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      abort.abort();
      await working;
    },
    tick,
  };
}

/** A verified copy in the folder of the automatic ones, of which the newest are kept. Throws `bad-folder` and as makeBackup. */
export async function backUpToFolder(
  deps: Pick<CoreDeps, 'db' | 'dataFolder' | 'clock'>,
  handle: JobHandle,
): Promise<{ path: string; messages: number }> {
  const { db, dataFolder, clock } = deps;
  const schedule = readSchedule(db);
  const folder = assertFolder(dataFolder, schedule);
  const path = join(folder, backupName(clock.now()));
  const { bytes, contacts, messages } = await makeBackup(deps, path, handle);
  saveLastBackup(db, { at: clock.now(), file: path, bytes, contacts, messages });
  pruneBackups(folder, schedule.keep);
  return { path, messages };
}

function toSentence(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'ENOSPC' || code === 'SQLITE_FULL'
    ? say('copy-no-space')
    : say('copy-not-written', { said: code || String(error) });
}
