/** The folder named as `--data DIR` or `--data=DIR` on the desktop app's own command line, if any. */
export function namedDataFolder(args: readonly string[]): string | undefined {
  const joined = args.find((arg) => arg.startsWith('--data='));
  if (joined) return joined.slice('--data='.length) || undefined;
  const at = args.indexOf('--data');
  return at === -1 ? undefined : args[at + 1];
}
