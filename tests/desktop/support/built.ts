import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** Where the bundles are: `SIAR_OUT` for builds that several people must not share, else `out/`. */
export const outFolder = resolve(root, process.env['SIAR_OUT'] ?? 'out');

/** Longer than a build takes on a busy machine. */
const LOCK_WAIT_MS = 100_000;

/** Looked at once per test file: a source that is saved while tests run must not change the bundle under them. */
let isEnsured = false;

/** The checkout. */
export const rootFolder = root;

/**
 * The built main process, core process and preload, built first where they are missing or older than
 * a source. Throws with the builder's own output where the build fails.
 */
export function ensureBuilt(): string {
  if (isEnsured) return outFolder;
  isEnsured = true;
  const built = ['main/main.js', 'main/core-process.js', 'preload/index.cjs'].map((file) =>
    join(outFolder, file),
  );
  const isFresh = () => built.every((file) => existsSync(file)) && !isOlderThanSources(built);
  if (isFresh()) return outFolder;
  const unlock = lockBuild();
  try {
    if (!isFresh()) build(isFresh);
  } finally {
    unlock();
  }
  return outFolder;
}

function build(isFresh: () => boolean): void {
  const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const result = spawnSync(process.execPath, [vite, 'build', '--outDir', outFolder], {
    cwd: root,
    encoding: 'utf8',
    timeout: 120_000,
  });
  // The pages are not needed here: a renderer that does not build fails its own tests, not these.
  if (!isFresh()) {
    throw new Error(`electron-vite build failed:\n${result.stdout}\n${result.stderr}`);
  }
}

/** Test files run side by side; one builds, the others wait. A lock left by a killed run is taken over. */
function lockBuild(): () => void {
  mkdirSync(outFolder, { recursive: true });
  const lock = join(outFolder, '.build-lock');
  const end = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      mkdirSync(lock, { recursive: false });
      return () => rmSync(lock, { recursive: true, force: true });
    } catch {
      if (Date.now() > end) rmSync(lock, { recursive: true, force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

function isOlderThanSources(built: readonly string[]): boolean {
  const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs));
  return globSync('{electron,shared}/**/*.ts', { cwd: root }).some(
    (file) => !file.endsWith('.test.ts') && statSync(join(root, file)).mtimeMs > oldest,
  );
}
