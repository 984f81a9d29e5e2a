/** The window's only origin: a privileged scheme of our own, so that nothing on the disk is reachable by URL. */
export const APP_SCHEME = 'app';

/** See APP_SCHEME. */
export const APP_ORIGIN = 'app://siar';

/** The page every window opens. */
export const APP_URL = `${APP_ORIGIN}/`;

/** Whether a URL belongs to Siar's own pages. Parsed, never compared by prefix. */
export function isAppUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === `${APP_SCHEME}:` && parsed.host === 'siar';
}
