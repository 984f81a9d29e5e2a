import { extname, join } from 'node:path';
import {
  Menu,
  app,
  dialog,
  shell,
  type BrowserWindow,
  type MenuItemConstructorOptions,
} from 'electron';
import { SiarError } from '#shared/contract/errors.ts';
import type { CoreHost } from '#desktop/core-host.ts';
import type { Desk } from '#desktop/desk.ts';
import { describeError } from '#desktop/logs.ts';
import { sayPlainly } from '#desktop/sentences.ts';
import type { Updates } from '#desktop/updates.ts';

/** What the menu's entries work on. */
export type MenuOptions = {
  desk: Desk;
  core: Pick<CoreHost, 'ask'>;
  updates: Updates;
  window: () => BrowserWindow | undefined;
  /** Leads the window to one of its pages. */
  open: (path: string) => void;
};

const SPREADSHEETS = ['csv', 'tsv', 'txt', 'xlsx'];

/** The application menu in the language in force. */
export function buildMenu(options: MenuOptions): Menu {
  const isMac = process.platform === 'darwin';
  return Menu.buildFromTemplate([
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    fileMenu(options, isMac),
    editMenu(options.desk),
    viewMenu(options.desk),
    windowMenu(options.desk),
    helpMenu(options),
  ]);
}

function fileMenu(options: MenuOptions, isMac: boolean): MenuItemConstructorOptions {
  const { desk, open } = options;
  const words = desk.words();
  return {
    label: words.file,
    submenu: [
      {
        label: words.newCampaign,
        accelerator: 'CmdOrCtrl+N',
        click: () => open('/campaigns/new'),
      },
      {
        label: words.importSpreadsheet,
        accelerator: 'CmdOrCtrl+O',
        click: () => void guarded(desk, () => importSpreadsheet(options)),
      },
      {
        label: words.exportContacts,
        accelerator: 'CmdOrCtrl+Shift+E',
        click: () => void guarded(desk, () => exportContacts(options)),
      },
      { type: 'separator' },
      { label: words.openDataFolder, click: () => void shell.openPath(desk.dataFolder) },
      { type: 'separator' },
      { role: 'close', label: words.closeWindow },
      ...(isMac ? [] : [{ role: 'quit', label: words.quit } satisfies MenuItemConstructorOptions]),
    ],
  };
}

function editMenu(desk: Desk): MenuItemConstructorOptions {
  const words = desk.words();
  return {
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      { type: 'separator' },
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      { role: 'selectAll', label: words.selectAll },
    ],
  };
}

function viewMenu(desk: Desk): MenuItemConstructorOptions {
  const words = desk.words();
  return {
    label: words.view,
    submenu: [
      { role: 'reload', label: words.reload },
      { type: 'separator' },
      { role: 'resetZoom', label: words.actualSize },
      { role: 'zoomIn', label: words.zoomIn },
      { role: 'zoomOut', label: words.zoomOut },
      { type: 'separator' },
      { role: 'togglefullscreen', label: words.fullScreen },
      { role: 'toggleDevTools', label: words.developerTools },
    ],
  };
}

function windowMenu(desk: Desk): MenuItemConstructorOptions {
  const words = desk.words();
  return {
    role: 'window',
    label: words.window,
    submenu: [
      { role: 'minimize', label: words.minimise },
      { role: 'close', label: words.closeWindow },
    ],
  };
}

function helpMenu({ desk, updates }: MenuOptions): MenuItemConstructorOptions {
  const words = desk.words();
  return {
    role: 'help',
    label: words.help,
    submenu: [
      { label: words.checkForUpdates, click: () => void updates.check(true) },
      { label: words.openLogs, click: () => void shell.openPath(join(desk.dataFolder, 'logs')) },
      { type: 'separator' },
      { label: words.about, click: () => app.showAboutPanel() },
    ],
  };
}

/** Chooses a file in the system's own dialog and leads the window to its import. */
async function importSpreadsheet({ desk, core, window, open }: MenuOptions): Promise<void> {
  const dialogOptions: Electron.OpenDialogOptions = {
    title: desk.words().importSpreadsheet,
    properties: ['openFile'],
    filters: [{ name: desk.words().spreadsheets, extensions: SPREADSHEETS }],
  };
  const parent = window();
  const { canceled, filePaths } = await (parent
    ? dialog.showOpenDialog(parent, dialogOptions)
    : dialog.showOpenDialog(dialogOptions));
  const [path] = filePaths;
  if (canceled || path === undefined) return;
  const { fileId } = await core.ask('adoptFile', { path });
  open(`/contacts/import?file=${encodeURIComponent(fileId)}`);
}

/** Writes all contacts to a file that the user names in the system's own dialog. */
async function exportContacts({ desk, core, window }: MenuOptions): Promise<void> {
  const dialogOptions: Electron.SaveDialogOptions = {
    title: desk.words().exportContacts,
    defaultPath: 'contacts.xlsx',
    filters: [
      { name: 'Excel', extensions: ['xlsx'] },
      { name: 'CSV', extensions: ['csv'] },
    ],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  };
  const parent = window();
  const { canceled, filePath } = await (parent
    ? dialog.showSaveDialog(parent, dialogOptions)
    : dialog.showSaveDialog(dialogOptions));
  if (canceled || !filePath) return;
  const format = extname(filePath).toLowerCase() === '.csv' ? 'csv' : 'xlsx';
  const { rows } = await core.ask('exportContacts', { path: filePath, format });
  await sayPlainly('info', desk.say('exported', { rows }));
}

/** Runs a menu entry; a refusal is told in its own sentence. */
async function guarded(desk: Desk, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    desk.logs.write('warn', 'a menu entry failed', describeError(error));
    await sayPlainly('error', error instanceof SiarError ? error.message : desk.words().coreEnded);
  }
}
