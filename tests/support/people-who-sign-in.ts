import type { Core } from '#core/create-core.ts';
import { hashPassword } from '#core/users/passwords.ts';
import type { Role } from '#shared/users/permissions.ts';

/** What every test user signs in with. */
export const PASSWORD = 'teh tarik satu';

/** Users by role, with a cheap hash: a test signs in often. Answers their ids; the first is the owner. */
export async function addUsers(
  core: Core,
  users: readonly { name: string; role: Role; mustChange?: boolean; dailyLimit?: number }[],
): Promise<number[]> {
  const hash = await hashPassword(PASSWORD, { N: 1024, r: 8, p: 1 });
  const insert = core.deps.db.prepare(
    `INSERT INTO users (name, role, password, must_change, daily_limit, created_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  return users.map(({ name, role, mustChange, dailyLimit }) =>
    Number(
      insert.run(name, role, hash, mustChange ? 1 : 0, dailyLimit ?? null, Date.now())
        .lastInsertRowid,
    ),
  );
}
