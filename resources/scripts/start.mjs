/** `npm start`: sets up what is missing, then the desktop app, or the same app in the browser. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureDependencies, ensureNode, root, runToEnd, say } from './setup.mjs';

/** Time for fetching Electron's program (about 110 MB). Without internet it fails within a second. */
const FETCH_WITHIN_MS = 5 * 60 * 1000;
/** An app that ends with an error this early did not start. */
const STARTED_AFTER_MS = 5_000;

const electronFolder = join(root, 'node_modules', 'electron');
const args = process.argv.slice(2);

ensureDependencies();
const node = ensureNode();
ensureBuilt(node);

const obstacle = whyNoDesktop();
if (obstacle === null) {
  const startedAt = Date.now();
  const code = await runToEnd(electronProgram(), [root, ...args]);
  if (code === 0 || Date.now() - startedAt > STARTED_AFTER_MS) process.exit(code);
  say(`The desktop app ended at once (exit ${code}), so Siar opens in the browser instead.`);
} else {
  say(`${obstacle}, so Siar opens in the browser instead.`);
}
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exit(
  await runToEnd(node, [join(root, 'out', 'main', 'siar.js'), ...args, 'serve'], { cwd }),
);

/** Half a sentence, or null where the desktop app can be opened. */
function whyNoDesktop() {
  if (!existsSync(join(root, 'out', 'main', 'main.js'))) return 'The desktop app is not built';
  if (process.platform === 'linux') {
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'There is no display here';
    if (process.getuid?.() === 0) return 'The desktop app does not run as root';
  }
  if (electronProgram()) return null;
  say('Fetching Electron, once (about 110 MB) …');
  spawnSync(process.execPath, [join(electronFolder, 'install.js')], {
    cwd: root,
    stdio: 'ignore',
    timeout: FETCH_WITHIN_MS,
  });
  return electronProgram() ? null : 'Electron is not here and could not be fetched';
}

function electronProgram() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const pathFile = join(electronFolder, 'path.txt');
  if (override) return existsSync(join(override, 'electron')) ? join(override, 'electron') : null;
  if (!existsSync(pathFile)) return null;
  const program = join(electronFolder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : null;
}
