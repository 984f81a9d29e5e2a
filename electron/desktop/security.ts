import { app, shell, type Session, type WebContents } from 'electron';
import { APP_ORIGIN, isAppUrl } from '#desktop/app-origin.ts';
import { parseExternalUrl } from '#desktop/external-url.ts';

/** The page may put text on the clipboard after a click (copy a number); it may do nothing else. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

/**
 * Opens an https page in the user's browser. The only way out of Siar's window; anything else that
 * the system would open (file:, smb:, programs) is refused without a word.
 */
export async function safeOpenExternal(url: string): Promise<boolean> {
  const parsed = parseExternalUrl(url);
  if (!parsed) return false;
  await shell.openExternal(parsed.href);
  return true;
}

/** Shuts every door of every page that will ever be opened in this app. Call before the first window. */
export function guardAllPages(): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents));
}

function guardPage(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isAppUrl(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isAppUrl(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    safeOpenExternal(url).catch(() => {});
    return { action: 'deny' };
  });
}

/**
 * Denies what pages may ask of the system, and every request that leaves the app's own origin:
 * the window needs no network, gateways are called by the core.
 */
export function guardSession(session: Session): void {
  const isAllowed = (permission: string, origin: string | undefined) =>
    permission === ALLOWED_PERMISSION && origin !== undefined && isAppUrl(origin);
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isAllowed(permission, details.requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    isAllowed(permission, origin || APP_ORIGIN),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !isOwnRequest(details.url) }),
  );
}

/** The app's pages, what they hold in memory, and Chromium's own developer tools. */
function isOwnRequest(url: string): boolean {
  const protocol = URL.parse(url)?.protocol ?? '';
  return isAppUrl(url) || ['blob:', 'data:', 'devtools:'].includes(protocol);
}
