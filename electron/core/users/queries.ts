import type { Role } from '#shared/users/permissions.ts';
import type { Db } from '#core/store/db.ts';
import { statement, transaction } from '#core/store/statement.ts';

/** A user as stored. */
export type UserRow = {
  id: number;
  name: string;
  role: Role;
  password: string;
  must_change: 0 | 1;
  daily_limit: number | null;
  preferences: string;
  created_at: number;
  disabled_at: number | null;
  signed_in_at: number | null;
};

/** Whether anybody has to sign in: there is a user. */
export function hasUsers(db: Db): boolean {
  return statement(db, 'SELECT 1 FROM users LIMIT 1').get() !== undefined;
}

/** One user, or undefined. */
export function getUser(db: Db, id: number): UserRow | undefined {
  return statement<UserRow>(db, 'SELECT * FROM users WHERE id = ?').get(id);
}

/** A user by name, whatever its case. */
export function findUser(db: Db, name: string): UserRow | undefined {
  return statement<UserRow>(db, 'SELECT * FROM users WHERE name = ? COLLATE NOCASE').get(name);
}

/** All users, oldest first, with how many campaigns each has. Users number in the tens. */
export function listUsers(db: Db): (UserRow & { campaigns: number })[] {
  return statement<UserRow & { campaigns: number }>(
    db,
    `SELECT u.*, (SELECT count(*) FROM campaigns c WHERE c.user_id = u.id AND c.kind = 'campaign') AS campaigns
     FROM users u ORDER BY u.id`,
  ).all();
}

/** Owners who may sign in. There is always one once there are users. */
export function listActiveOwners(db: Db): UserRow[] {
  return statement<UserRow>(
    db,
    "SELECT * FROM users WHERE role = 'owner' AND disabled_at IS NULL ORDER BY id",
  ).all();
}

/** A user to be made. */
export type NewUser = {
  name: string;
  role: Role;
  passwordHash: string;
  mustChange: boolean;
  dailyLimit: number | null;
};

/** Adds a user; answers the id. The name must be free (see findUser). */
export function insertUser(db: Db, user: NewUser, now: number): number {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO users (name, role, password, must_change, daily_limit, created_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(user.name, user.role, user.passwordHash, user.mustChange ? 1 : 0, user.dailyLimit, now);
  return Number(lastInsertRowid);
}

/** Changes what is given and leaves the rest. */
export function updateUser(
  db: Db,
  id: number,
  change: { name?: string; role?: Role; dailyLimit?: number | null; disabledAt?: number | null },
): void {
  transaction(db, () => {
    if (change.name !== undefined) {
      statement(db, 'UPDATE users SET name = ? WHERE id = ?').run(change.name, id);
    }
    if (change.role !== undefined) {
      statement(db, 'UPDATE users SET role = ? WHERE id = ?').run(change.role, id);
    }
    if (change.dailyLimit !== undefined) {
      statement(db, 'UPDATE users SET daily_limit = ? WHERE id = ?').run(change.dailyLimit, id);
    }
    if (change.disabledAt !== undefined) {
      statement(db, 'UPDATE users SET disabled_at = ? WHERE id = ?').run(change.disabledAt, id);
    }
  });
}

/** Gives a user a new password, ends what was signed in for it, and forgets nothing else. */
export function savePassword(db: Db, id: number, passwordHash: string, mustChange: boolean): void {
  transaction(db, () => {
    statement(db, 'UPDATE users SET password = ?, must_change = ? WHERE id = ?').run(
      passwordHash,
      mustChange ? 1 : 0,
      id,
    );
    deleteCommandSignIns(db, id);
  });
}

/** Notes when somebody signed in last. */
export function touchSignedIn(db: Db, id: number, now: number): void {
  statement(db, 'UPDATE users SET signed_in_at = ? WHERE id = ?').run(now, id);
}

/** Keeps a user's own look, as JSON. */
export function savePreferences(db: Db, id: number, json: string): void {
  statement(db, 'UPDATE users SET preferences = ? WHERE id = ?').run(json, id);
}

/** A command that stays signed in. */
export function insertCommandSignIn(db: Db, tokenHash: Buffer, userId: number, now: number): void {
  statement(
    db,
    'INSERT INTO command_sign_ins (token_hash, user_id, created_at, used_at) VALUES (?, ?, ?, ?)',
  ).run(tokenHash, userId, now, now);
}

/** Whose a command's sign-in is, if it was used since `since`; using it keeps it alive. */
export function touchCommandSignIn(
  db: Db,
  tokenHash: Buffer,
  since: number,
  now: number,
): number | undefined {
  statement(db, 'DELETE FROM command_sign_ins WHERE used_at < ?').run(since);
  return statement<{ user_id: number }>(
    db,
    'UPDATE command_sign_ins SET used_at = ? WHERE token_hash = ? RETURNING user_id',
  ).get(now, tokenHash)?.user_id;
}

/** Ends one command's sign-in. */
export function deleteCommandSignIn(db: Db, tokenHash: Buffer): void {
  statement(db, 'DELETE FROM command_sign_ins WHERE token_hash = ?').run(tokenHash);
}

/** Ends every command's sign-in of a user. */
export function deleteCommandSignIns(db: Db, userId: number): void {
  statement(db, 'DELETE FROM command_sign_ins WHERE user_id = ?').run(userId);
}

/** Wrong passwords in a row for a name, and when the last one was; undefined: none. */
export function getFailures(
  db: Db,
  nameHash: Buffer,
): { failures: number; last_at: number } | undefined {
  return statement<{ failures: number; last_at: number }>(
    db,
    'SELECT failures, last_at FROM sign_in_failures WHERE name_hash = ?',
  ).get(nameHash);
}

/** Stores how many wrong passwords there were for a name. */
export function saveFailure(db: Db, nameHash: Buffer, failures: number, now: number): void {
  statement(
    db,
    `INSERT INTO sign_in_failures (name_hash, failures, last_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at`,
  ).run(nameHash, failures, now);
}

/** The count of a name begins anew. */
export function deleteFailures(db: Db, nameHash: Buffer): void {
  statement(db, 'DELETE FROM sign_in_failures WHERE name_hash = ?').run(nameHash);
}

/** Forgets names for which nothing was tried since `before`. */
export function forgetFailures(db: Db, before: number): void {
  statement(db, 'DELETE FROM sign_in_failures WHERE last_at < ?').run(before);
}

/** Keeps the hash of the one recovery code; the one before stops working. */
export function saveRecovery(db: Db, codeHash: Buffer, now: number): void {
  statement(
    db,
    `INSERT INTO recovery (id, code_hash, created_at) VALUES (1, ?, ?)
     ON CONFLICT DO UPDATE SET code_hash = excluded.code_hash, created_at = excluded.created_at`,
  ).run(codeHash, now);
}

/** Hash of the recovery code; undefined where there is none. */
export function getRecovery(db: Db): Buffer | undefined {
  return statement<{ code_hash: Buffer }>(db, 'SELECT code_hash FROM recovery').get()?.code_hash;
}
