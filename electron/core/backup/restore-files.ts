import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import {
  lastRestoreSchema,
  preparedRestoreSchema,
  type LastRestore,
  type PreparedRestore,
} from '#shared/contract/safety.ts';

/** A copy that was looked through, and one that a person decided to put back at the next start. */
export type RestoreStage = 'prepared' | 'staged';

/** Where a copy of this stage lies in the data folder, with what is known of it beside. */
export function restorePath(dataFolder: string, stage: RestoreStage): string {
  return join(dataFolder, `siar.db.${stage}`);
}

/** What is known of the copy of this stage; null where there is none. */
export function readRestore(dataFolder: string, stage: RestoreStage): PreparedRestore | null {
  const path = restorePath(dataFolder, stage);
  return existsSync(path) ? readJson(`${path}.json`, preparedRestoreSchema) : null;
}

/** Keeps what is known of the prepared copy. */
export function notePrepared(dataFolder: string, prepared: PreparedRestore): void {
  writeJson(`${restorePath(dataFolder, 'prepared')}.json`, prepared);
}

/** Makes the prepared copy the one of the next start: what is known of it first, then one rename. */
export function stagePrepared(dataFolder: string): void {
  const [from, to] = [restorePath(dataFolder, 'prepared'), restorePath(dataFolder, 'staged')];
  rmSync(to, { force: true });
  renameSync(`${from}.json`, `${to}.json`);
  renameSync(from, to);
}

/** Removes prepared and staged copies; the copies they were made of stay. */
export function forgetRestore(dataFolder: string): void {
  for (const stage of ['staged', 'prepared'] as const) {
    for (const rest of ['', '.json', '-wal', '-shm', '-journal']) {
      rmSync(`${restorePath(dataFolder, stage)}${rest}`, { force: true });
    }
  }
}

/** What became of the last copy that was put back at a start. */
export function readLastRestore(dataFolder: string): LastRestore | null {
  return readJson(join(dataFolder, 'last-restore.json'), lastRestoreSchema);
}

/** See readLastRestore. */
export function noteLastRestore(dataFolder: string, last: LastRestore): void {
  writeJson(join(dataFolder, 'last-restore.json'), last);
}

function readJson<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Whole or not at all. */
function writeJson(path: string, value: unknown): void {
  writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
