/** A Chromium for the end-to-end tests. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, say, toolEnvironment } from './setup.mjs';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
const INSTALL_WITHIN_MS = 8 * 60 * 1000;

/**
 * The path of a browser: the system's, one from apt (Debian and Ubuntu, as root), or Playwright's
 * own. Null where there is none and none could be fetched; it has then said so.
 */
export function ensureBrowser(node) {
  const known = process.env.SIAR_CHROMIUM ?? SYSTEM_BROWSERS.find((path) => existsSync(path));
  if (known && existsSync(known)) return known;
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    say('Installing Chromium for the end-to-end tests (apt-get) …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = { env, stdio: 'ignore', timeout: INSTALL_WITHIN_MS };
    spawnSync('apt-get', ['update', '-qq'], options);
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], options);
    const installed = SYSTEM_BROWSERS.find((path) => existsSync(path));
    // Ubuntu's package is a stub that asks for snap: only a browser that answers counts.
    if (installed && answers(installed)) return installed;
  }
  const own = playwrightBrowser(node);
  if (own && existsSync(own)) return own;
  say('Fetching a Chromium for the end-to-end tests (Playwright) …');
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  spawnSync(node, [cli, 'install', 'chromium'], {
    cwd: root,
    env: toolEnvironment(),
    stdio: 'ignore',
    timeout: INSTALL_WITHIN_MS,
  });
  const fetched = playwrightBrowser(node);
  if (fetched && existsSync(fetched)) return fetched;
  say('There is no browser here and none could be fetched, so the end-to-end tests are skipped.');
  return null;
}

function answers(path) {
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

function playwrightBrowser(node) {
  const code =
    "import('@playwright/test').then(({ chromium }) => process.stdout.write(chromium.executablePath()))";
  const result = spawnSync(node, ['--input-type=module', '-e', code], {
    cwd: root,
    encoding: 'utf8',
  });
  return result.status === 0 ? result.stdout.trim() : null;
}
