import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const machineSchema = z.object({ id: z.string().min(16) });

/**
 * This user on this machine, as an id that is made once and never leaves the state folder except
 * into databases. A damaged file is replaced: every database is then foreign, which asks, and is safe.
 */
export function readMachineId(stateFolder: string): string {
  const path = join(stateFolder, 'machine.json');
  const known = parse(path);
  if (known !== null) return known;
  const fresh = `${path}.${randomUUID()}`;
  writeFileSync(fresh, `${JSON.stringify({ id: randomUUID() })}\n`, { mode: 0o600, flush: true });
  try {
    // A link, not a rename: two first starts at once must end with one and the same id.
    linkSync(fresh, path);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!exists || parse(path) === null) {
      writeFileSync(path, readFileSync(fresh), { mode: 0o600, flush: true });
    }
  } finally {
    rmSync(fresh, { force: true });
  }
  const made = parse(path);
  if (made === null) throw new Error(`${path} could not be written`);
  return made;
}

function parse(path: string): string | null {
  try {
    return machineSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).id;
  } catch {
    return null;
  }
}
