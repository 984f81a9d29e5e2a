import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What kind of process owns a data folder: `command` is a short command that ends by itself. */
export const OWNER_KINDS = ['serve', 'desktop', 'command'] as const;

/** See OWNER_KINDS. */
export type OwnerKind = (typeof OWNER_KINDS)[number];

const ownerSchema = z.object({
  pid: z.number().int().positive(),
  port: z.number().int().min(1).max(65_535),
  token: z.string().min(16),
  host: z.enum(OWNER_KINDS),
});

/**
 * Who owns a data folder and how to talk to it. The token is the proof of local trust: whoever can
 * read this file (mode 0600) can read the database beside it anyway.
 */
export type Owner = z.infer<typeof ownerSchema>;

function ownerPath(dataFolder: string): string {
  return join(dataFolder, 'owner.json');
}

/** Says who owns the folder. Only the holder of the folder's lock may call it. Atomic, mode 0600. */
export function writeOwner(dataFolder: string, owner: Owner): void {
  const path = ownerPath(dataFolder);
  const fresh = `${path}.${randomUUID()}`;
  writeFileSync(fresh, JSON.stringify(owner), { mode: 0o600, flag: 'wx' });
  try {
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

/** The last owner that said so; it may be gone (after a crash the file stays). Null when there is none. */
export function readOwner(dataFolder: string): Owner | null {
  try {
    const parsed = ownerSchema.safeParse(JSON.parse(readFileSync(ownerPath(dataFolder), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Takes the file away. Only the holder of the folder's lock may call it, before it frees the lock. */
export function removeOwner(dataFolder: string): void {
  rmSync(ownerPath(dataFolder), { force: true });
}
