import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeFolder, removeFolder } from '#tests/support/test-core.ts';

/** A folder that is gone after the test. */
export async function aFolder(): Promise<string> {
  const folder = await makeFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** A data folder and the state folder of its machine, both gone after the test. */
export async function aMachine(): Promise<{ dataFolder: string; stateFolder: string }> {
  return { dataFolder: await aFolder(), stateFolder: await aFolder() };
}

/** Where a machine remembers how far its one database has sent. */
export function epochPath(stateFolder: string): string {
  const name = readdirSync(stateFolder).find((file) => file.endsWith('.epoch'));
  return join(stateFolder, name!);
}

/** Puts a copy of one folder's database into another, over the one there; only of a core that ended. */
export function copyDb(from: string, to: string): void {
  copyFileSync(join(from, 'siar.db'), join(to, 'siar.db'));
}
