import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Menu, app, nativeTheme, session, type BrowserWindow } from 'electron';
import { serveApp } from '#desktop/app-protocol.ts';
import { createCoreHost, type CoreHost } from '#desktop/core-host.ts';
import type { CoreNews } from '#desktop/core-messages.ts';
import { createDesk, type Desk } from '#desktop/desk.ts';
import { askWhereToSave } from '#desktop/downloads.ts';
import { createFileTraffic } from '#desktop/file-traffic.ts';
import { describeError, openLogs } from '#desktop/logs.ts';
import { buildMenu } from '#desktop/menu.ts';
import { notify, notifyCampaign } from '#desktop/notices.ts';
import { createPower } from '#desktop/power.ts';
import { createQuitting, type Quitting } from '#desktop/quitting.ts';
import { createRemembered } from '#desktop/remembered.ts';
import { createSecretAnswers, hasWeakKeychain } from '#desktop/secret-store.ts';
import { guardAllPages, guardSession } from '#desktop/security.ts';
import { sayCannotStart, sayCoreEnded, sayCoreEndsAlways } from '#desktop/sentences.ts';
import { createTray } from '#desktop/tray.ts';
import { createUpdates } from '#desktop/updates.ts';
import { openPage, openWindow, showWindow } from '#desktop/window.ts';

/** Wires the desktop app: doors shut first, then the core's process, then the window. */
export async function runDesktop(places: { dataFolder: string; mainFolder: string }) {
  const { dataFolder, mainFolder } = places;
  const logs = openLogs(dataFolder);
  const desk = createDesk({
    dataFolder,
    logs,
    resources: findResources(mainFolder),
    remembered: createRemembered(join(dataFolder, 'desktop', 'siar.json'), (error) =>
      logs.write('warn', 'the window place was not kept', describeError(error)),
    ),
    locale: app.getLocale(),
  });
  guardAllPages();
  guardSession(session.defaultSession);
  askWhereToSave(session.defaultSession);
  applyTheme(desk.remembered.get().theme);

  const core: CoreHost = createCoreHost({
    modulePath: join(mainFolder, 'core-process.js'),
    start: {
      dataFolder,
      version: app.getVersion(),
      samplesFolder: join(desk.resources, 'samples'),
    },
    secrets: createSecretAnswers(dataFolder),
    logs,
    onNews: (news) => onNews(news),
    onCrash: (_exitCode, mayRestart) => void onCrash(mayRestart),
  });
  const quitting = createQuitting(desk, core);
  const shell = createShell(desk, core, quitting, join(mainFolder, '..', 'preload', 'index.cjs'));

  const onNews = (news: CoreNews) => {
    if (news.news === 'quit') void quitting.leave();
    else if (news.news === 'restart') {
      void quitting.leave(() => {
        app.relaunch();
        app.quit();
      });
    } else if (news.news === 'notice') {
      notifyCampaign(desk, news.notice, () => shell.open(`/campaigns/${news.notice.campaignId}`));
    } else if (news.news === 'activity') {
      desk.setActivity(news.activity);
    } else {
      applyTheme(news.settings.theme);
      desk.remembered.set(news.settings);
      desk.setLanguage(news.settings.language);
    }
  };
  const onCrash = async (mayRestart: boolean) => {
    desk.setActivity({ running: 0, left: 0, scheduled: 0 });
    if (!mayRestart && !(await sayCoreEndsAlways(desk))) return quitting.leave();
    await startCore();
    if (mayRestart) void sayCoreEnded(desk);
  };
  const startCore = async () => {
    try {
      const started = core.start();
      shell.handPort();
      const settings = await started;
      onNews({ news: 'settings', settings });
    } catch (error) {
      logs.write('error', 'the core could not start', describeError(error));
      await sayCannotStart(desk, error);
      await quitting.leave();
    }
  };

  const files = await createFileTraffic(dataFolder, () => core);
  serveApp(session.defaultSession, join(mainFolder, '..', 'renderer'), files);
  app.on('second-instance', () => shell.show());
  app.on('activate', () => shell.show());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  createPower(desk, core, quitting);
  shell.show();
  await startCore();
  if (hasWeakKeychain()) notify(desk, desk.words().weakKeychain, () => shell.open('/gateways'));
}

/** Window, menu, tray and updates: everything that is seen. */
function createShell(desk: Desk, core: CoreHost, quitting: Quitting, preload: string) {
  let window: BrowserWindow | undefined;
  /** Hidden before its first frame is not the same as hidden by the user. */
  let isHiddenByUser = false;

  const create = () => {
    const opened = openWindow({
      preload,
      icon: desk.icon('icon.png'),
      remembered: desk.remembered,
    });
    let isFresh = false;
    opened.webContents.on('did-navigate', () => {
      isFresh = true;
    });
    // A fragment change also "finishes loading" but keeps the page, and with it the page's port.
    opened.webContents.on('did-finish-load', () => {
      if (isFresh) core.handPort(opened.webContents);
      isFresh = false;
    });
    opened.webContents.on('render-process-gone', (_event, { reason }) => {
      desk.logs.write('error', 'the page ended unexpectedly', { reason });
      if (reason !== 'clean-exit') opened.reload();
    });
    opened.on('close', (event) => {
      if (quitting.isLeaving() || !desk.isBusy()) return;
      event.preventDefault();
      isHiddenByUser = true;
      opened.hide();
      tray.refresh();
      if (!desk.remembered.get().trayExplained) {
        desk.remembered.set({ trayExplained: true });
        notify(desk, desk.words().goesOn, show);
      }
    });
    opened.on('session-end', () => void quitting.leave());
    opened.on('closed', () => {
      window = undefined;
    });
    return opened;
  };
  const current = () => (window ??= create());
  const show = () => {
    isHiddenByUser = false;
    showWindow(current());
    tray.refresh();
  };
  const open = (path: string) => {
    show();
    openPage(current(), path);
  };

  const updates = createUpdates(desk, quitting);
  const tray = createTray(desk, core, {
    show,
    quit: () => app.quit(),
    isHidden: () => isHiddenByUser,
  });
  const refresh = () => {
    Menu.setApplicationMenu(buildMenu({ desk, core, updates, window: () => window, open }));
    tray.refresh();
  };
  desk.onLanguage(refresh);
  desk.onActivity(() => tray.refresh());
  refresh();
  return {
    show,
    open,
    /** Gives the page that is already there a port to a core that was started anew. */
    handPort() {
      if (window && !window.webContents.isLoading()) core.handPort(window.webContents);
    },
  };
}

function applyTheme(theme: 'auto' | 'light' | 'dark' | undefined): void {
  nativeTheme.themeSource = theme === 'light' || theme === 'dark' ? theme : 'system';
}

/** What the installer unpacked beside the app, or `resources/` of the checkout above the bundle. */
function findResources(mainFolder: string): string {
  if (app.isPackaged) return process.resourcesPath;
  let folder = mainFolder;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) {
    folder = dirname(folder);
  }
  return join(folder, 'resources');
}
