import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SafetyState } from '#shared/contract/safety.ts';
import { readLastRestore, readRestore } from '#core/backup/restore-files.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { backupFolderOf, isInside, listBackups } from '#core/safety/backup-folder.ts';
import { readLastBackup, readSchedule, readTried } from '#core/safety/kept.ts';

/** See safetyStateSchema. A few dozen file names; no row of the data is read. */
export function readSafety({
  db,
  dataFolder,
  host,
}: Pick<CoreDeps, 'db' | 'dataFolder' | 'host'>): SafetyState {
  const schedule = readSchedule(db);
  const backupFolder = backupFolderOf(dataFolder, schedule);
  const tried = readTried(db);
  return {
    dataFolder,
    bytes: sizeOf(dataFolder),
    schedule,
    backupFolder,
    isSamePlace: isInside(dataFolder, backupFolder),
    lastBackup: readLastBackup(db),
    problem: schedule.enabled && tried?.problem ? { at: tried.at, message: tried.problem } : null,
    backups: listBackups(backupFolder),
    prepared: readRestore(dataFolder, 'prepared'),
    staged: readRestore(dataFolder, 'staged'),
    lastRestore: readLastRestore(dataFolder),
    canRestart: host.restart !== undefined,
  };
}

/** Bytes below a folder. What comes and goes meanwhile is not counted. */
function sizeOf(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    try {
      bytes += statSync(join(entry.parentPath, entry.name)).size;
    } catch {
      // Gone.
    }
  }
  return bytes;
}
