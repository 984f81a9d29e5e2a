import { join, resolve } from 'node:path';
import type { Surroundings } from '#core/store/data-folder.ts';

/**
 * Where this user's Siar remembers, outside every data folder, which machine it is and how far each
 * database has sent, absolute: `SIAR_STATE`, then the system's own place for state (XDG on Linux,
 * Library/Application Support on macOS, LOCALAPPDATA on Windows, which does not roam). Whoever puts
 * back or copies a data folder leaves this one alone.
 */
export function chooseStateFolder({ env, platform, home }: Omit<Surroundings, 'named'>): string {
  const chosen = env['SIAR_STATE'];
  if (chosen) return resolve(chosen);
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Siar State');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Siar State');
  return join(env['XDG_STATE_HOME'] ?? join(home, '.local', 'state'), 'siar');
}
