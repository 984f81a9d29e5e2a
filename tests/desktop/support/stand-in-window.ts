import { EventEmitter } from 'node:events';
import type { MessagePortMain } from './message-ports.ts';
import { PreventableEvent, app } from './stand-in-app.ts';

/** Handlers of `protocol.handle`, by scheme. */
export const appUrlHandlers = new Map<string, (request: Request) => Promise<Response>>();

/** Every window main ever opened. */
export const windows: BrowserWindow[] = [];

class WebContents extends EventEmitter {
  /** What main posted, newest last: the preload would get it. */
  posted: { channel: string; ports: MessagePortMain[] }[] = [];
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  loading = false;

  postMessage(channel: string, _message: unknown, ports: MessagePortMain[] = []) {
    this.posted.push({ channel, ports });
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler;
  }
  isLoading() {
    return this.loading;
  }
}

/** Electron's BrowserWindow as far as main uses it; `loadURL` asks main's own protocol handler. */
export class BrowserWindow extends EventEmitter {
  readonly options: Record<string, unknown>;
  readonly webContents = new WebContents();
  url = '';
  visible: boolean;
  closed = false;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    this.visible = options['show'] !== false;
    windows.push(this);
    app.emit('web-contents-created', new PreventableEvent(), this.webContents);
  }

  async loadURL(url: string) {
    const isSamePage = this.url !== '' && url.split('#')[0] === this.url.split('#')[0];
    this.url = url;
    if (isSamePage) {
      this.webContents.emit('did-navigate-in-page');
      this.webContents.emit('did-finish-load');
      return;
    }
    this.webContents.loading = true;
    const handler = appUrlHandlers.get(new URL(url).protocol.slice(0, -1));
    if (!handler) throw new Error(`nothing serves ${url}`);
    await handler(new Request(url));
    this.webContents.loading = false;
    this.webContents.emit('did-navigate');
    this.webContents.emit('did-finish-load');
    this.emit('ready-to-show');
  }
  /** As the user's reload: the same page, loaded anew. */
  reload() {
    this.webContents.emit('did-navigate');
    this.webContents.emit('did-finish-load');
  }
  close() {
    const event = new PreventableEvent();
    this.emit('close', event);
    if (event.defaultPrevented) return;
    this.closed = true;
    this.visible = false;
    this.emit('closed');
    if (windows.every(({ closed }) => closed)) app.emit('window-all-closed');
  }
  show() {
    this.visible = true;
  }
  hide() {
    this.visible = false;
  }
  focus() {}
  restore() {}
  maximize() {}
  isMinimized() {
    return false;
  }
  isMaximized() {
    return false;
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 1100, height: 700 };
  }
}
