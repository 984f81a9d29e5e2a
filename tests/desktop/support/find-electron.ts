import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from './built.ts';

/** Electron's program, or why there is none to run. Never downloads it: `require('electron')` would. */
export function findElectron(): { path: string | undefined; reason: string } {
  const path = named() ?? installed();
  if (path === undefined || !existsSync(path)) {
    return {
      path: undefined,
      reason:
        'Electron’s binary is not on this machine. `npx install-electron` fetches it, or ELECTRON_EXEC_PATH names one.',
    };
  }
  const hasDisplay = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  if (process.platform === 'linux' && !hasDisplay) {
    return { path: undefined, reason: 'there is no display; run the tests under xvfb-run.' };
  }
  return { path, reason: '' };
}

function named(): string | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const program = process.platform === 'win32' ? 'electron.exe' : 'electron';
  return process.env['ELECTRON_EXEC_PATH'] ?? (folder ? join(folder, program) : undefined);
}

/** The package notes the program's place inside `dist/` once it was fetched. */
function installed(): string | undefined {
  const folder = join(rootFolder, 'node_modules', 'electron');
  const note = join(folder, 'path.txt');
  return existsSync(note) ? join(folder, 'dist', readFileSync(note, 'utf8').trim()) : undefined;
}
