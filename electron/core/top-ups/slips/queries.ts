import type { SlipType } from '#shared/contract/top-ups.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';
import type { KeptSlip } from '#core/top-ups/slips/keep-slip.ts';

/** A slip as it is stored. */
export type SlipRow = {
  id: number;
  topUpId: number;
  file: string;
  name: string;
  type: SlipType;
  bytes: number;
  sha256: string;
};

const SELECT = 'SELECT id, top_up_id AS topUpId, file, name, type, bytes, sha256 FROM top_up_slips';

/** Enters a kept slip into the books. */
export function insertSlip(
  db: Db,
  topUpId: number,
  slip: KeptSlip,
  { actorId, at }: { actorId: number | null; at: number },
): void {
  const { file, name, type, bytes, sha256 } = slip;
  statement(
    db,
    `INSERT INTO top_up_slips (top_up_id, file, name, type, bytes, sha256, added_at, added_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(topUpId, file, name, type, bytes, sha256, at, actorId);
}

/** What is recorded of the slip of this id; undefined where there is none. */
export function getSlip(db: Db, id: number): SlipRow | undefined {
  return statement<SlipRow>(db, `${SELECT} WHERE id = ?`).get(id);
}

/** How many slips a top-up has. */
export function countSlips(db: Db, topUpId: number): number {
  const row = statement<{ n: number }>(
    db,
    'SELECT count(*) AS n FROM top_up_slips WHERE top_up_id = ?',
  ).get(topUpId);
  return row?.n ?? 0;
}

/** Every slip, oldest first; for handles that are not kept, such as those of the doctor. */
export function listSlips(db: Db): SlipRow[] {
  return db.prepare<[], SlipRow>(`${SELECT} ORDER BY id`).all();
}
