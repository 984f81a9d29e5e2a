import { join, resolve } from 'node:path';

/** The system as far as the place of the data depends on it. */
export type Surroundings = {
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  home: string;
};

/**
 * Where contacts, campaigns and logs live: `--data DIR`, then `SIAR_DATA`, then the system's own
 * place for an app's data (XDG on Linux, Library/Application Support on macOS, APPDATA on Windows).
 * The command line chooses the same folder (held by a test), so both see the same data.
 */
export function chooseDataFolder({ args, env, platform, home }: Surroundings): string {
  const named = optionOf(args) ?? env['SIAR_DATA'];
  if (named) return resolve(named);
  if (platform === 'win32') {
    return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Siar');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Siar');
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'siar');
}

function optionOf(args: readonly string[]): string | undefined {
  const joined = args.find((arg) => arg.startsWith('--data='));
  if (joined) return joined.slice('--data='.length) || undefined;
  const at = args.indexOf('--data');
  return at === -1 ? undefined : args[at + 1];
}
