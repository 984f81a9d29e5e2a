import { failed } from '#shared/contract/errors.ts';

/** As `engines` in package.json: what better-sqlite3 and undici need. */
const OLDEST = { major: 22, minor: 19 };

/** Throws SiarError `node-too-old` where this Node cannot run Siar. */
export function assertNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return;
  throw failed(
    'node-too-old',
    `Siar needs Node ${OLDEST.major}.${OLDEST.minor} or newer, and this is Node ${version}. Nothing was opened and nothing was sent; install Node 24 from https://nodejs.org, then try again.`,
    { version },
  );
}
