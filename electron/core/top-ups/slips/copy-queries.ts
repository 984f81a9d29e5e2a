import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** Whether a copy of the database has room for slips; those from before there were top-ups have none. */
export function carriesSlips(copy: Db): boolean {
  const found = statement(copy, "SELECT 1 FROM sqlite_schema WHERE name = 'slip_copies'").get();
  return found !== undefined;
}

/** Puts the file of a slip into a copy. */
export function insertSlipCopy(copy: Db, slipId: number, content: Buffer): void {
  statement(copy, 'INSERT INTO slip_copies (slip_id, content) VALUES (?, ?)').run(slipId, content);
}

/** The file of a slip in a copy, or undefined where it was missing. */
export function getSlipCopy(copy: Db, slipId: number): Buffer | undefined {
  return statement<{ content: Buffer }>(
    copy,
    'SELECT content FROM slip_copies WHERE slip_id = ?',
  ).get(slipId)?.content;
}

/** Takes all files out of a copy again and gives their space back. */
export function deleteSlipCopies(copy: Db): void {
  copy.exec('DELETE FROM slip_copies; VACUUM');
}
