import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { registerAppScheme } from '#desktop/app-protocol.ts';
import { chooseDataFolder } from '#core/store/data-folder.ts';
import { namedDataFolder } from '#desktop/data-folder.ts';
import { runDesktop } from '#desktop/desktop.ts';

// Before `ready`: the scheme's privileges, the profile's place and the lock on it.
registerAppScheme();
app.setAppUserModelId('app.siar.desktop');
const dataFolder = chooseDataFolder({
  named: namedDataFolder(process.argv),
  env: process.env,
  platform: process.platform,
  home: homedir(),
});

if (!makeProfile(join(dataFolder, 'desktop'))) {
  app.exit(1);
} else if (!app.requestSingleInstanceLock()) {
  // The first instance gets `second-instance` and shows its window.
  app.quit();
} else {
  app
    .whenReady()
    .then(() => runDesktop({ dataFolder, mainFolder: import.meta.dirname }))
    .catch(giveUp);
}

/** A defect while starting: without a window nobody would see it otherwise. */
function giveUp(error: unknown): void {
  dialog.showErrorBox(
    'Siar',
    `Siar could not start; nothing was sent. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  app.exit(1);
}

/**
 * Chromium's profile lies in the data folder, so that the single-instance lock is one per data
 * folder. False, and the user is told, where the folder cannot be made.
 */
function makeProfile(profile: string): boolean {
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    app.setPath('userData', profile);
    return true;
  } catch (error) {
    dialog.showErrorBox(
      'Siar',
      `Siar cannot write to its data folder ${dataFolder} (${error instanceof Error ? error.message : String(error)}). ` +
        'Nothing was sent. Give this user the right to write there, or choose another folder with --data.',
    );
    return false;
  }
}
