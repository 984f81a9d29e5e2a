import { join, resolve } from 'node:path';

/**
 * Where contacts, campaigns and logs live: `--data DIR`, then `SIAR_DATA`, then the system's own
 * place for application data. The command line chooses the same folder, so both see the same data.
 */
export function chooseDataFolder(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  appData: string,
): string {
  const named = optionOf(args) ?? env['SIAR_DATA'];
  return named ? resolve(named) : join(appData, 'Siar');
}

function optionOf(args: readonly string[]): string | undefined {
  const joined = args.find((arg) => arg.startsWith('--data='));
  if (joined) return joined.slice('--data='.length) || undefined;
  const at = args.indexOf('--data');
  return at === -1 ? undefined : args[at + 1];
}
