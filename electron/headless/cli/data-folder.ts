import { homedir, platform } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The data folder: `--data`, else `SIAR_DATA`, else the system's own place for an app's data
 * (XDG on Linux, Library/Application Support on macOS, APPDATA on Windows). Absolute.
 */
export function dataFolderOf(chosen: string | undefined): string {
  const named = chosen ?? process.env['SIAR_DATA'];
  if (named !== undefined && named !== '') return resolve(named);
  const home = homedir();
  if (platform() === 'win32') {
    return join(process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Siar');
  }
  if (platform() === 'darwin') return join(home, 'Library', 'Application Support', 'Siar');
  return join(process.env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'siar');
}
