import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { Desk } from '#desktop/desk.ts';
import { describeError } from '#desktop/logs.ts';
import type { Quitting } from '#desktop/quitting.ts';
import { sayPlainly } from '#desktop/sentences.ts';

const EVERY_MS = 24 * 60 * 60 * 1_000;

/** Looks for new versions. */
export type Updates = {
  /** `asked`: the user wants an answer; otherwise only a ready update says something. */
  check(asked: boolean): Promise<void>;
};

/**
 * See Updates. Works only in installed builds that were given an update address when they were
 * packaged (electron-builder writes `app-update.yml` then). Checks at start and daily, downloads and
 * installs never while a campaign is being sent, and installs only after a yes.
 */
export function createUpdates(desk: Desk, quitting: Quitting): Updates {
  const isEnabled = app.isPackaged && existsSync(join(process.resourcesPath, 'app-update.yml'));
  let checking: Promise<void> | undefined;

  const look = async (asked: boolean) => {
    if (desk.activity().running > 0) {
      if (asked) await sayPlainly('info', desk.words().updateBusy);
      return;
    }
    try {
      await lookNow(desk, quitting, asked);
    } catch (error) {
      desk.logs.write('warn', 'the check for updates failed', describeError(error));
      if (asked) await sayPlainly('error', desk.words().updateFailed);
    }
  };
  const check = async (asked: boolean) => {
    if (!isEnabled) {
      if (asked) await sayPlainly('info', desk.words().updateDisabled);
      return;
    }
    checking ??= look(asked).finally(() => {
      checking = undefined;
    });
    await checking;
  };

  if (isEnabled) {
    void check(false);
    setInterval(() => void check(false), EVERY_MS).unref();
  }
  return { check };
}

async function lookNow(desk: Desk, quitting: Quitting, asked: boolean): Promise<void> {
  const updater = await loadUpdater(desk);
  const found = await updater.checkForUpdates();
  if (!found?.isUpdateAvailable) {
    if (asked) await sayPlainly('info', desk.say('updateNone', { version: app.getVersion() }));
    return;
  }
  await updater.downloadUpdate();
  // A campaign may have started meanwhile: the next check finds the download ready.
  if (desk.activity().running > 0) return;
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: desk.say('updateReady', { version: found.updateInfo.version }),
    buttons: [desk.words().updateLater, desk.words().updateNow],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 1 && desk.activity().running === 0) {
    await quitting.leave(() => updater.quitAndInstall());
  }
}

/** Loaded only where it is used: it is a large module and asks for Electron's updater at once. */
async function loadUpdater(desk: Desk): Promise<AppUpdater> {
  const { autoUpdater } = await import('electron-updater');
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = false;
  autoUpdater.logger = {
    info: () => {},
    warn: (message: unknown) => desk.logs.write('warn', String(message)),
    error: (message: unknown) => desk.logs.write('error', String(message)),
  };
  return autoUpdater;
}
