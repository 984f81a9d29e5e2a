import { EventEmitter } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An event whose default somebody may prevent. */
export class PreventableEvent {
  defaultPrevented = false;
  preventDefault() {
    this.defaultPrevented = true;
  }
}

type PermissionDetails = { requestingUrl?: string };

/** Everything main asked the stand-in for, and the answers that the test prepared. */
export const record: {
  privilegedSchemes?: unknown;
  schemesBeforeReady?: boolean;
  beforeRequest?: (
    details: { url: string },
    answer: (result: { cancel?: boolean }) => void,
  ) => void;
  permissionRequest?: (
    contents: unknown,
    permission: string,
    answer: (granted: boolean) => void,
    details: PermissionDetails,
  ) => void;
  permissionCheck?: (contents: unknown, permission: string, origin: string) => boolean;
  devicePermission?: () => boolean;
  openedExternally: string[];
  openedPaths: string[];
  dialogs: Record<string, unknown>[];
  /** Dialogs that wait for the test's answer. */
  openDialogs: (() => void)[];
  notifications: unknown[];
  powerBlockers: string[];
  menu?: unknown;
  tray?: { icon: unknown; tooltip: string; menu: unknown } | undefined;
  forks: { modulePath: string; options: unknown; pid: number | undefined }[];
  quits: number;
  answers: { messageBox: number; openPath: string; savePath: string; keychain: string };
} = {
  openedExternally: [],
  openedPaths: [],
  dialogs: [],
  openDialogs: [],
  notifications: [],
  powerBlockers: [],
  forks: [],
  quits: 0,
  answers: {
    messageBox: Number(process.env['STAND_IN_MESSAGE_BOX'] ?? 0),
    openPath: '',
    savePath: '',
    keychain: process.env['STAND_IN_KEYCHAIN'] ?? 'gnome_libsecret',
  },
};

class App extends EventEmitter {
  isPackaged = false;
  private ready = false;
  private paths = new Map([['appData', join(tmpdir(), 'siar-stand-in')]]);

  isReady() {
    return this.ready;
  }
  async whenReady() {
    await new Promise((resolve) => setImmediate(resolve));
    this.ready = true;
  }
  getPath(name: string) {
    return this.paths.get(name) ?? '';
  }
  setPath(name: string, path: string) {
    // Electron throws where the folder is missing.
    if (!existsSync(path)) throw new Error(`no such folder ${path}`);
    this.paths.set(name, path);
  }
  requestSingleInstanceLock() {
    return process.env['STAND_IN_SECOND_INSTANCE'] !== '1';
  }
  getVersion() {
    return '0.1.0';
  }
  getLocale() {
    return 'en-GB';
  }
  setAppUserModelId() {}
  showAboutPanel() {}
  exit(code: number) {
    process.exit(code);
  }
  relaunch() {
    // The process ends right after: only a file outlives it.
    writeFileSync(join(process.env['SIAR_DATA'] ?? '', 'relaunched'), '');
  }
  quit() {
    record.quits += 1;
    const event = new PreventableEvent();
    this.emit('before-quit', event);
    if (!event.defaultPrevented) setImmediate(() => process.exit(0));
  }
}

export const app = new App();
