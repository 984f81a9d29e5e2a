import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { makePrivateFolder } from '#core/store/make-folder.ts';

const fileSchema = z.object({ token: z.string().min(16) });

/**
 * Where this computer user's commands keep the sign-in to one data folder: in the state folder, never
 * beside the data, in a file that only its owner may read (0600).
 */
export type SignInFile = {
  read(): string | null;
  write(token: string): void;
  remove(): void;
};

/** See SignInFile. */
export function openSignInFile(dataFolder: string, stateFolder: string): SignInFile {
  const folder = createHash('sha256').update(resolve(dataFolder)).digest('hex').slice(0, 24);
  const path = join(stateFolder, `sign-in-${folder}.json`);
  return {
    read() {
      try {
        return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).token;
      } catch {
        return null;
      }
    },
    write(token) {
      makePrivateFolder(stateFolder);
      const fresh = `${path}.${process.pid}.new`;
      rmSync(fresh, { force: true });
      writeFileSync(fresh, JSON.stringify({ token }), { mode: 0o600, flag: 'wx' });
      renameSync(fresh, path);
    },
    remove: () => rmSync(path, { force: true }),
  };
}
