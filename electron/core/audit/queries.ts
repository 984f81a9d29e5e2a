import type { AuditEntry, AuditOutcome, Via } from '#shared/contract/audit.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A new line of the audit log. */
export type NewAuditEntry = Omit<AuditEntry, 'id' | 'userName'> & { userName?: string };

/** Adds a line. The name is the user's present one unless another was given at a failed sign-in. */
export function insertAudit(db: Db, entry: NewAuditEntry): void {
  statement(
    db,
    `INSERT INTO audit_log (at, user_id, user_name, via, action, target, detail, outcome, code)
     VALUES (@at, @userId, coalesce(@userName, (SELECT name FROM users WHERE id = @userId)), @via,
       @action, @target, @detail, @outcome, @code)`,
  ).run({ ...entry, userName: entry.userName ?? null });
}

/** Which lines. `action` is a feature (`campaigns`) or one act (`campaigns.start`). */
export type AuditFilter = {
  userId?: number;
  action?: string;
  outcome?: AuditOutcome;
  from?: number;
  to?: number;
};

type AuditRow = {
  id: number;
  at: number;
  user_id: number | null;
  user_name: string | null;
  via: Via;
  action: string;
  target: string;
  detail: string;
  outcome: AuditOutcome;
  code: string | null;
};

const WHERE = `(@userId IS NULL OR user_id = @userId)
  AND (@action IS NULL OR action = @action OR substr(action, 1, length(@action) + 1) = @action || '.')
  AND (@outcome IS NULL OR outcome = @outcome)
  AND (@from IS NULL OR at >= @from) AND (@to IS NULL OR at < @to)`;

function bind(filter: AuditFilter) {
  return {
    userId: filter.userId ?? null,
    action: filter.action?.trim() || null,
    outcome: filter.outcome ?? null,
    from: filter.from ?? null,
    to: filter.to ?? null,
  };
}

/** How many lines match. */
export function countAudit(db: Db, filter: AuditFilter): number {
  return (
    statement<{ n: number }>(db, `SELECT count(*) AS n FROM audit_log WHERE ${WHERE}`).get(
      bind(filter),
    )?.n ?? 0
  );
}

/** A page of lines, newest first. */
export function pageAudit(
  db: Db,
  filter: AuditFilter,
  offset: number,
  limit: number,
): AuditEntry[] {
  return statement<AuditRow>(
    db,
    `SELECT * FROM audit_log WHERE ${WHERE} ORDER BY id DESC LIMIT @limit OFFSET @offset`,
  )
    .all({ ...bind(filter), limit, offset })
    .map(toEntry);
}

/** The next lines after `afterId`, oldest first: exports read all of them this way. */
export function nextAudit(
  db: Db,
  filter: AuditFilter,
  afterId: number,
  limit: number,
): AuditEntry[] {
  return statement<AuditRow>(
    db,
    `SELECT * FROM audit_log WHERE id > @afterId AND ${WHERE} ORDER BY id LIMIT @limit`,
  )
    .all({ ...bind(filter), afterId, limit })
    .map(toEntry);
}

function toEntry({ user_id, user_name, ...row }: AuditRow): AuditEntry {
  return { ...row, userId: user_id, userName: user_name };
}
