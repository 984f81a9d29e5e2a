import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/**
 * The folder that holds package.json, `resources/` and `out/`: the checkout, or the installed app.
 * Found by walking up, because this module runs from source, from the bundle and from its chunks.
 */
export function findAppRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) return import.meta.dirname;
    folder = parent;
  }
  return folder;
}

/** The built web pages; `SIAR_RENDERER` names another folder. */
export function rendererFolder(): string {
  return process.env['SIAR_RENDERER'] ?? join(findAppRoot(), 'out', 'renderer');
}

/** The shipped sample spreadsheets. */
export function samplesFolder(): string {
  return join(findAppRoot(), 'resources', 'samples');
}

/** The version of this Siar. */
export function appVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(findAppRoot(), 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
}
