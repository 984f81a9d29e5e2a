import { join, resolve } from 'node:path';

/** The system as far as the place of the data depends on it. */
export type Surroundings = {
  /** Named by the person (`--data`); wins over everything. */
  named: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  home: string;
};

/**
 * Where contacts, campaigns and logs live, absolute: the folder that was named, then `SIAR_DATA`, then
 * the system's own place for an app's data (XDG on Linux, Library/Application Support on macOS,
 * APPDATA on Windows). Both hosts ask here, so both see the same data.
 */
export function chooseDataFolder({ named, env, platform, home }: Surroundings): string {
  const chosen = named || env['SIAR_DATA'];
  if (chosen) return resolve(chosen);
  if (platform === 'win32') {
    return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Siar');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Siar');
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'siar');
}
