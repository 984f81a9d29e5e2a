import type { z } from 'zod';
import { settingsSchema } from '#shared/contract/host.ts';
import type { Db } from '#core/store/db.ts';
import { getUser } from '#core/users/queries.ts';

const lookSchema = settingsSchema.pick({ language: true, theme: true }).partial();

/** What a user chose for the own screen; empty for the house, and where nothing fits any more. */
export function readLook(db: Db, userId: number | null): z.infer<typeof lookSchema> {
  const stored = userId === null ? undefined : getUser(db, userId)?.preferences;
  if (stored === undefined) return {};
  const look = lookSchema.safeParse(JSON.parse(stored));
  return look.success ? look.data : {};
}
