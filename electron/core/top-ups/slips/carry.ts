import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { slipPath, writeSlip } from '#core/top-ups/slips/keep-slip.ts';
import {
  carriesSlips,
  deleteSlipCopies,
  getSlipCopy,
  insertSlipCopy,
} from '#core/top-ups/slips/copy-queries.ts';
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
    const slips = listSlips(copy);
    let missingSlips = 0;
    for (const { id, file } of slips) {
      const content = await readFile(slipPath(dataFolder, file)).catch(() => undefined);
      if (content) insertSlipCopy(copy, id, content);
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
    let slips = 0;
    for (const { id, file } of listSlips(copy)) {
      const content = getSlipCopy(copy, id);
      if (!content) continue;
      slips += 1;
      if (!existsSync(slipPath(dataFolder, file))) await writeSlip(dataFolder, file, content);
    }
    if (slips > 0) deleteSlipCopies(copy);
    return slips;
  } finally {
    copy.close();
  }
}
