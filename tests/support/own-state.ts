import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Every run has its own state folder: nothing is written to the user's own, and all processes of a
 * run count as one machine. Workers and their children inherit the variable.
 */
export function setup(): void {
  process.env['SIAR_STATE'] = mkdtempSync(join(tmpdir(), 'siar-state-'));
}

/** Takes the folder away again. */
export function teardown(): void {
  const folder = process.env['SIAR_STATE'];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
