import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SiarError, failed } from '#shared/contract/errors.ts';
import { lockFolder, type FolderLock } from '#core/store/folder-lock.ts';
import type { Db } from '#core/store/db.ts';
import { openDatabase } from '#core/store/open-database.ts';

/** An owned data folder: its lock and its database. */
export type OpenFolder = { db: Db; lock: FolderLock };

/**
 * Makes the folder if need be (0700: it holds a customer list), locks it, opens the database.
 * `beforeOpening` runs with the lock held and the database closed.
 * Throws SiarError with a sentence for: folder in use, newer or damaged database, no permission, no space.
 */
export async function openFolder(
  dataFolder: string,
  beforeOpening: () => Promise<void> = async () => {},
): Promise<OpenFolder> {
  await makeDataFolder(dataFolder);
  let lock: FolderLock | undefined;
  try {
    lock = lockFolder(dataFolder);
    await beforeOpening();
    return { lock, db: openDatabase(join(dataFolder, 'siar.db')) };
  } catch (error) {
    lock?.release();
    throw explain(error, dataFolder);
  }
}

/** The folder for its owner only, and writable; throws `folder-unusable`. */
export async function makeDataFolder(dataFolder: string): Promise<void> {
  try {
    await makeMissing(dataFolder);
    await access(dataFolder, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw failed(
      'folder-unusable',
      `Siar cannot write to its data folder ${dataFolder} (${codeOf(error)}). Nothing was sent. ` +
        'Choose another folder with --data, or give this user the right to write there.',
      { dataFolder },
    );
  }
}

/** Step by step: Node's own recursive mkdir never ends where a file system refuses with ENOENT (/proc). */
async function makeMissing(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeMissing(parent);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it in the meantime.
    if (codeOf(error) !== 'EEXIST' || !(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function explain(error: unknown, dataFolder: string): unknown {
  if (error instanceof SiarError) return error;
  const code = codeOf(error);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return failed(
      'database-damaged',
      `The database in ${dataFolder} is damaged and was not opened, so nothing is sent and nothing is made worse. ` +
        'Copy the folder to a safe place, then restore a backup.',
      { dataFolder, code },
    );
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'SQLITE_IOERR_WRITE') {
    return failed(
      'disk-full',
      `There is no space left on the disk of ${dataFolder}. Nothing was lost and nothing was sent. Free some space, then try again.`,
      { dataFolder, case: 'folder' },
    );
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY')) {
    return failed(
      'folder-unusable',
      `Siar cannot write to its data folder ${dataFolder} (${code}). Nothing was sent. Check the folder's permissions.`,
      { dataFolder },
    );
  }
  return error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
