import type { EventEmitter } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { SiarClient } from '#shared/contract/contract.ts';
import { PreventableEvent, app, record } from './stand-in-app.ts';
import { appUrlHandlers, windows } from './stand-in-window.ts';

/** What the test can make happen in the child that runs main, and what it can look at. */
export type DriverOps = typeof ops;

type Parts = { session: EventEmitter; powerMonitor: EventEmitter; nativeTheme: object };
let parts: Parts;

const window = (index = windows.length - 1) => {
  const found = windows[index];
  if (!found) throw new Error(`there is no window ${index}`);
  return found;
};

function portClient(portIndex: number): SiarClient {
  const posted = window().webContents.posted.at(portIndex);
  const [port] = posted?.ports ?? [];
  if (!port) throw new Error('no port was handed over');
  port.inner.start();
  return createORPCClient(new RPCLink({ port: port.inner }));
}

const ops = {
  state: () => ({
    isReady: app.isReady(),
    userData: app.getPath('userData'),
    windows: windows.map(({ options, url, visible, closed, webContents }) => ({
      options: JSON.parse(JSON.stringify(options)) as Record<string, unknown>,
      url,
      visible,
      closed,
      posted: webContents.posted.map(({ channel, ports }) => ({ channel, ports: ports.length })),
      listens: webContents.eventNames().map(String),
    })),
    privilegedSchemes: record.privilegedSchemes,
    schemesBeforeReady: record.schemesBeforeReady,
    openedExternally: record.openedExternally,
    dialogs: JSON.parse(JSON.stringify(record.dialogs)) as Record<string, unknown>[],
    notifications: JSON.parse(JSON.stringify(record.notifications)) as unknown[],
    powerBlockers: record.powerBlockers,
    menu: JSON.parse(JSON.stringify(record.menu ?? null)) as unknown,
    tray: JSON.parse(JSON.stringify(record.tray ?? null)) as unknown,
    forks: JSON.parse(JSON.stringify(record.forks)) as typeof record.forks,
    quits: record.quits,
    theme: JSON.parse(JSON.stringify(parts.nativeTheme)) as { themeSource: string },
  }),
  answer(answers: Partial<typeof record.answers>) {
    Object.assign(record.answers, answers);
    for (const answer of record.openDialogs.splice(0)) answer();
  },
  async fetch(request: {
    url: string;
    method?: string;
    headers?: Record<string, string>;
    body?: string;
    initiatorOrigin?: string | null;
  }) {
    const made = new Request(request.url, {
      method: request.method ?? 'GET',
      headers: request.headers ?? {},
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    // Electron's own URL parser keeps dots that WHATWG's folds away; the raw text must reach the guard.
    Object.defineProperty(made, 'url', { value: request.url });
    if ('initiatorOrigin' in request) {
      Object.defineProperty(made, 'initiatorOrigin', { value: request.initiatorOrigin });
    }
    const response = await appUrlHandlers.get('app')?.(made);
    return {
      status: response?.status ?? 0,
      headers: Object.fromEntries(response?.headers ?? []),
      body: (await response?.text()) ?? '',
    };
  },
  /** One call of the page over the port it was handed; `port` counts like Array.at. */
  async call(request: { path: string[]; input?: unknown; port?: number }): Promise<unknown> {
    let target: unknown = portClient(request.port ?? -1);
    for (const part of request.path) target = Reflect.get(Object(target), part);
    if (typeof target !== 'function') throw new Error(`no procedure ${request.path.join('.')}`);
    return await (target as (input: unknown) => Promise<unknown>)(request.input);
  },
  /** Whether main prevents an event of the page, e.g. `will-navigate` to a URL. */
  prevents(request: { event: string; url: string; isMainFrame?: boolean }) {
    const event = Object.assign(new PreventableEvent(), {
      url: request.url,
      isMainFrame: request.isMainFrame ?? true,
    });
    window().webContents.emit(request.event, event, request.url);
    return event.defaultPrevented;
  },
  windowOpen: (url: string) => window().webContents.openHandler?.({ url }) ?? null,
  permission(request: { permission: string; url: string }) {
    let granted: boolean | undefined;
    record.permissionRequest?.(
      null,
      request.permission,
      (answer) => {
        granted = answer;
      },
      { requestingUrl: request.url },
    );
    return {
      granted,
      checked: record.permissionCheck?.(null, request.permission, request.url),
      device: record.devicePermission?.(),
    };
  },
  isCancelled(url: string) {
    let cancel: boolean | undefined;
    record.beforeRequest?.({ url }, (result) => {
      cancel = result.cancel;
    });
    return cancel;
  },
  closeWindow: () => window().close(),
  reload: () => window().reload(),
  emitApp: (event: string) => void app.emit(event, new PreventableEvent()),
  emitPower: (event: string) => void parts.powerMonitor.emit(event),
  quit: () => app.quit(),
  /** Clicks a menu entry by its label, in the application menu or the tray's. */
  clickMenu(request: { menu: 'app' | 'tray'; label: string }) {
    const click = findClick(
      request.menu === 'app' ? record.menu : record.tray?.menu,
      request.label,
    );
    if (!click) throw new Error(`no menu entry ${request.label}`);
    click();
  },
  killCore() {
    const pid = record.forks.at(-1)?.pid;
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  },
  async download(request: { url: string; name: string }) {
    const event = new PreventableEvent();
    let options: unknown = null;
    parts.session.emit('will-download', event, {
      getURL: () => request.url,
      getFilename: () => request.name,
      setSaveDialogOptions: (chosen: unknown) => {
        options = chosen;
      },
    });
    return { prevented: event.defaultPrevented, options };
  },
};

function findClick(menu: unknown, label: string): (() => void) | undefined {
  if (!Array.isArray(menu)) return undefined;
  for (const item of menu as { label?: string; click?: () => void; submenu?: unknown }[]) {
    if (item.label === label && item.click) return item.click;
    const inside = findClick(item.submenu, label);
    if (inside) return inside;
  }
  return undefined;
}

/** Answers the test over IPC. */
export function startDriver(given: Parts & { app: object }): void {
  parts = given;
  process.on('message', (message: { id: number; op: keyof DriverOps; input: unknown }) => {
    const run = ops[message.op] as (input: unknown) => unknown;
    void Promise.resolve()
      .then(() => run(message.input))
      .then(
        (output) => process.send?.({ id: message.id, output }),
        (error: unknown) => process.send?.({ id: message.id, error: describe(error) }),
      );
  });
  process.on('disconnect', () => process.exit(0));
}

function describe(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) };
  return { message: error.message, data: 'data' in error ? error.data : undefined };
}
