import type { PauseReason } from '#shared/contract/campaign-status.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** Who a database is and how far it has sent. */
export type Identity = {
  databaseId: string;
  /** Null: no Siar has opened it since the guard exists. */
  machineId: string | null;
  /** Highest attempt id; 0 where nothing was ever sent. Attempts are never deleted. */
  attempts: number;
  /** Rises with every attempt and with every reconciliation. */
  epoch: number;
};

type IdentityRow = {
  database_id: string;
  machine_id: string | null;
  epoch_offset: number;
  attempts: number | null;
};

/** See Identity. */
export function getIdentity(db: Db): Identity {
  const row = statement<IdentityRow>(
    db,
    'SELECT database_id, machine_id, epoch_offset, (SELECT max(id) FROM attempts) AS attempts FROM identity',
  ).get();
  if (!row) throw new Error('the database has lost its identity');
  const attempts = row.attempts ?? 0;
  return {
    databaseId: row.database_id,
    machineId: row.machine_id,
    attempts,
    epoch: attempts + row.epoch_offset,
  };
}

/** Makes the database this machine's, at this epoch. */
export function updateIdentity(db: Db, machineId: string, epoch: number): void {
  statement(
    db,
    `UPDATE identity SET machine_id = ?,
       epoch_offset = ? - coalesce((SELECT max(id) FROM attempts), 0)`,
  ).run(machineId, epoch);
}

/**
 * Gives campaigns that are paused for one of these reasons another one, so that none goes on by
 * itself (as after `gateway-unreachable`); answers which.
 */
export function holdPaused(
  db: Db,
  codes: readonly PauseReason['code'][],
  pause: PauseReason,
): number[] {
  return statement<{ id: number }>(
    db,
    `UPDATE campaigns SET pause_code = ?, pause_message = ?
     WHERE state = 'paused' AND pause_code IN (SELECT value FROM json_each(?)) RETURNING id`,
  )
    .all(pause.code, pause.message, JSON.stringify(codes))
    .map(({ id }) => id);
}
