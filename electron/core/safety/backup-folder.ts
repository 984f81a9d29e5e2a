import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path';
import { invalid } from '#shared/contract/errors.ts';
import type { BackupSchedule } from '#shared/contract/safety.ts';
import { say } from '#shared/said/say.ts';

/** Names that Siar gives to its copies: nothing else in the folder is ever touched. */
const OWN_NAME = /^siar-\d{4}-\d\d-\d\d-\d{6}\.db$/u;

/** The folder of the automatic copies. */
export function backupFolderOf(dataFolder: string, { folder }: BackupSchedule): string {
  return folder ?? join(dataFolder, 'backups');
}

/** Whether a folder lies in the data folder, and so on the same disk. */
export function isInside(dataFolder: string, folder: string): boolean {
  const way = relative(dataFolder, folder);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

/** The name of a copy made at this moment, on this computer's clock. */
export function backupName(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `siar-${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}.db`;
}

/** Siar's copies in a folder, newest first; none where the folder cannot be read. */
export function listBackups(folder: string): { name: string; at: number; bytes: number }[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder)
      .filter((name) => OWN_NAME.test(name))
      .toSorted()
      .toReversed()
      .map((name) => {
        const { mtimeMs, size } = statSync(join(folder, name));
        return { name, at: Math.round(mtimeMs), bytes: size };
      });
  } catch {
    return [];
  }
}

/** The path of one of Siar's copies by its name. Throws `no-such-backup`: a name is never a way out of the folder. */
export function findBackup(folder: string, name: string): string {
  const path = join(folder, basename(name));
  if (OWN_NAME.test(name) && existsSync(path)) return path;
  throw invalid('no-such-backup', `There is no copy ${name} in ${folder}. Nothing was changed.`, {
    name,
    folder,
  });
}

/** Removes all but the newest copies of Siar. */
export function pruneBackups(folder: string, keep: number): void {
  for (const { name } of listBackups(folder).slice(keep)) rmSync(join(folder, name));
}

/** Makes the default folder; of one that a person named it only asks whether it is there. Throws `bad-folder`. */
export function assertFolder(dataFolder: string, schedule: BackupSchedule): string {
  const folder = backupFolderOf(dataFolder, schedule);
  const isOwn = schedule.folder === null;
  if (!isAbsolute(folder)) {
    const example = '/media/usb/siar or D:\\Siar';
    throw badFolder(folder, say('folder-not-whole', { folder, example }));
  }
  try {
    if (isOwn) mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!statSync(folder).isDirectory()) {
      throw badFolder(folder, say('folder-is-none', { folder }));
    }
    accessSync(folder, constants.W_OK);
    return folder;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'bad-folder') throw error;
    const isMissing = code === 'ENOENT';
    throw badFolder(
      folder,
      isMissing ? say('folder-missing', { folder }) : say('folder-not-writable', { folder, code }),
    );
  }
}

/** `sentence`: one of SENTENCES, since the daily copy keeps it. */
function badFolder(folder: string, sentence: string) {
  return invalid('bad-folder', sentence, { folder });
}
