import Database from 'better-sqlite3';
import { join } from 'node:path';

/**
 * Whether users sign in to a data folder, without opening it for writing. False where the database
 * is not there or too damaged to tell: such a folder must stay restorable.
 */
export function folderHasUsers(dataFolder: string): boolean {
  let db: Database.Database | undefined;
  try {
    db = new Database(join(dataFolder, 'siar.db'), { readonly: true, fileMustExist: true });
    return db.prepare('SELECT 1 FROM users LIMIT 1').get() !== undefined;
  } catch {
    return false;
  } finally {
    db?.close();
  }
}
