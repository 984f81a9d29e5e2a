import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { BrowserWindow, appUrlHandlers } from './stand-in-window.ts';
import { app, record } from './stand-in-app.ts';
import { startDriver } from './stand-in-driver.ts';
import { utilityProcess } from './stand-in-utility-process.ts';

/**
 * A stand-in for the `electron` module, honest about what it is: it records what main asks for,
 * runs main's handlers when the test says that something happened, really forks the core's process
 * and really carries ports to it. It shows no window and enforces nothing that Chromium enforces.
 */
export { MessageChannelMain } from './message-ports.ts';
export { BrowserWindow, app, utilityProcess };

export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown) => {
    record.privilegedSchemes = schemes;
    record.schemesBeforeReady = !app.isReady();
  },
};

class Session extends EventEmitter {
  protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
      appUrlHandlers.set(scheme, handler),
  };
  webRequest = {
    onBeforeRequest: (
      listener: (details: { url: string }, answer: (result: { cancel?: boolean }) => void) => void,
    ) => {
      record.beforeRequest = listener;
    },
  };
  setPermissionRequestHandler(handler: typeof record.permissionRequest) {
    record.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: typeof record.permissionCheck) {
    record.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: () => boolean) {
    record.devicePermission = handler;
  }
}

export const session = { defaultSession: new Session() };

export const shell = {
  openExternal: async (url: string) => void record.openedExternally.push(url),
  openPath: async (path: string) => {
    record.openedPaths.push(path);
    return '';
  },
};

export const dialog = {
  showErrorBox: (title: string, content: string) =>
    void record.dialogs.push({ kind: 'error-box', title, content }),
  showMessageBox: async (...args: unknown[]) => {
    record.dialogs.push({ kind: 'message', ...Object(args.at(-1)) });
    // A negative answer leaves the dialog open until the test gives another.
    if (record.answers.messageBox < 0) {
      await new Promise<void>((resolve) => record.openDialogs.push(resolve));
    }
    return { response: record.answers.messageBox, checkboxChecked: false };
  },
  showOpenDialog: async (...args: unknown[]) => {
    record.dialogs.push({ kind: 'open', ...Object(args.at(-1)) });
    return { canceled: record.answers.openPath === '', filePaths: [record.answers.openPath] };
  },
  showSaveDialog: async (...args: unknown[]) => {
    record.dialogs.push({ kind: 'save', ...Object(args.at(-1)) });
    return { canceled: record.answers.savePath === '', filePath: record.answers.savePath };
  },
};

export const Menu = {
  buildFromTemplate: (template: unknown) => ({ template }),
  setApplicationMenu: (menu: { template: unknown }) => {
    record.menu = menu.template;
  },
};

export class Tray extends EventEmitter {
  constructor(icon: unknown) {
    super();
    record.tray = { icon, tooltip: '', menu: undefined };
  }
  setToolTip(tooltip: string) {
    if (record.tray) record.tray.tooltip = tooltip;
  }
  setContextMenu(menu: { template: unknown }) {
    if (record.tray) record.tray.menu = menu.template;
  }
  destroy() {
    record.tray = undefined;
  }
}

export class Notification extends EventEmitter {
  options: unknown;
  constructor(options: unknown) {
    super();
    this.options = options;
  }
  static isSupported() {
    return true;
  }
  show() {
    record.notifications.push(this.options);
  }
}

/** Not a keychain: base64 with a mark, enough to see that main stores what this returns and no more. */
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text: string) =>
    Buffer.from(`sealed:${Buffer.from(text).toString('hex')}`),
  decryptStringAsync: async (sealed: Buffer) => {
    const text = sealed.toString();
    if (!text.startsWith('sealed:')) throw new Error('not sealed here');
    return { shouldReEncrypt: false, result: Buffer.from(text.slice(7), 'hex').toString() };
  },
  getSelectedStorageBackend: () => record.answers.keychain,
};

export const powerMonitor = new EventEmitter();
export const powerSaveBlocker = {
  start: (kind: string) => record.powerBlockers.push(kind),
  stop: () => void record.powerBlockers.pop(),
};
export const nativeTheme = { themeSource: 'system', shouldUseDarkColors: false };
export const nativeImage = {
  createFromPath: (path: string) => ({ path }),
  createEmpty: () => ({ path: '' }),
};
export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
};

mkdirSync(app.getPath('appData'), { recursive: true });
startDriver({ app, session: session.defaultSession, powerMonitor, nativeTheme });
