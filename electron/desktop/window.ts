import { BrowserWindow, nativeTheme, screen, type BrowserWindowConstructorOptions } from 'electron';
import { APP_URL } from '#desktop/app-origin.ts';
import type { Bounds, Remembered } from '#desktop/remembered.ts';

const MIN_WIDTH = 1024;
const MIN_HEIGHT = 640;
const FIRST_WIDTH = 1280;
const FIRST_HEIGHT = 800;

/** The colours of the first frame, so that nothing flashes before the page paints. */
const BACKGROUND = { light: '#ffffff', dark: '#1a1b1e' };

/**
 * Opens Siar's window on the app's own origin. The page runs sandboxed and isolated; everything it
 * can do goes over the port that the preload passes on.
 */
export function openWindow(options: {
  preload: string;
  icon: string | undefined;
  remembered: Remembered;
}): BrowserWindow {
  const { remembered } = options;
  const window = new BrowserWindow({
    ...placeOf(remembered.get().bounds),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    title: 'Siar',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    ...(options.icon ? { icon: options.icon } : {}),
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      spellcheck: true,
    },
  });
  if (remembered.get().bounds?.maximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  const remember = () => remembered.set({ bounds: boundsOf(window) });
  window.on('resized', remember);
  window.on('moved', remember);
  window.on('close', remember);
  // A failed load leaves the window to its handlers; the promise would only repeat it.
  window.loadURL(APP_URL).catch(() => {});
  return window;
}

/** Brings the window to the front wherever it is: minimised, hidden in the tray or behind others. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/**
 * Leads the window to one of its pages. Only the fragment changes, so the page is not loaded again
 * and nothing that was typed elsewhere in it is lost.
 */
export function openPage(window: BrowserWindow, path: string): void {
  // Chromium rejects the promise of a same-page navigation; the page itself shows what went wrong.
  window.loadURL(`${APP_URL}#${path}`).catch(() => {});
}

function boundsOf(window: BrowserWindow): Bounds {
  return { ...window.getNormalBounds(), maximised: window.isMaximized() };
}

/** The last place, unless its screen is gone: then the middle of the main screen. */
function placeOf(bounds: Bounds | undefined): BrowserWindowConstructorOptions {
  if (!bounds) return { width: FIRST_WIDTH, height: FIRST_HEIGHT };
  const { x, y, width, height } = bounds;
  const isVisible = screen.getAllDisplays().some(({ workArea }) => {
    const centreX = x + width / 2;
    const centreY = y + height / 2;
    return (
      centreX >= workArea.x &&
      centreX <= workArea.x + workArea.width &&
      centreY >= workArea.y &&
      centreY <= workArea.y + workArea.height
    );
  });
  return isVisible ? { x, y, width, height } : { width, height };
}
