import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import Database from 'better-sqlite3';
import type { Db } from '#core/store/db.ts';
import { slipPath, writeSlip } from '#core/top-ups/slips/keep-slip.ts';
import { listSlips } from '#core/top-ups/slips/queries.ts';

/**
 * Puts the files of all payment slips into a copy of the database, so that a backup is one file.
 * Answers how many are in it, and how many were missing from the data folder.
 */
export async function embedSlips(
  copyPath: string,
  dataFolder: string,
): Promise<{ slips: number; missingSlips: number }> {
  const copy = new Database(copyPath);
  try {
    // Whoever made the copy flushes it as a whole.
    copy.pragma('journal_mode = DELETE');
    copy.pragma('synchronous = OFF');
    const insert = copy.prepare('INSERT INTO slip_copies (slip_id, content) VALUES (?, ?)');
    const slips = listSlips(copy);
    let missingSlips = 0;
    for (const { id, file } of slips) {
      const content = await readFile(slipPath(dataFolder, file)).catch(() => undefined);
      if (content) insert.run(id, content);
      else missingSlips += 1;
    }
    return { slips: slips.length - missingSlips, missingSlips };
  } finally {
    copy.close();
  }
}

/**
 * Takes the slips out of a backup into the data folder and makes it a database again. Files that are
 * there stay; run again after it was cut off, it goes on.
 */
export async function extractSlips(copyPath: string, dataFolder: string): Promise<number> {
  const copy = new Database(copyPath);
  try {
    copy.pragma('journal_mode = DELETE');
    if (!carriesSlips(copy)) return 0;
    const contentOf = copy
      .prepare<[number], Buffer>('SELECT content FROM slip_copies WHERE slip_id = ?')
      .pluck();
    let slips = 0;
    for (const { id, file } of listSlips(copy)) {
      const content = contentOf.get(id);
      if (!content) continue;
      slips += 1;
      if (!existsSync(slipPath(dataFolder, file))) await writeSlip(dataFolder, file, content);
    }
    if (slips > 0) copy.exec('DELETE FROM slip_copies; VACUUM');
    return slips;
  } finally {
    copy.close();
  }
}

/** Copies from before there were top-ups carry none. */
function carriesSlips(db: Db): boolean {
  const found = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'slip_copies'").get();
  return found !== undefined;
}
