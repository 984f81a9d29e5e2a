/**
 * Set-up shared by npm start, npm test and npm run siar. Plain JavaScript for Node 18 and later:
 * it runs before anything is installed. Everything it says goes to stderr.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** One sentence on stderr. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Ends with one sentence. */
export function giveUp(text) {
  say(text);
  process.exit(1);
}

/** Installs what package-lock.json names, where that is not what is installed. */
export function ensureDependencies() {
  if (isInstalled()) return;
  withLock(() => {
    if (isInstalled()) return;
    say('Installing what Siar is built from (npm ci, about a minute) …');
    const result = runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    if (result.status === 0 && isInstalled()) return;
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    giveUp(
      'The parts could not be installed; the lines above say why. Check the internet connection and free disk space, ' +
        'then try again. If only the lock file is at fault, `npm install` repairs it.',
    );
  });
}

/** The path of a Node that can run Siar (22.19 or newer). Ends with one sentence where there is none. */
export function ensureNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const shipped = join(root, 'node_modules', '.bin', name);
  if (existsSync(shipped) && spawnSync(shipped, ['-e', '0'], { stdio: 'ignore' }).status === 0) {
    return shipped;
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath;
  return giveUp(
    `Siar needs Node 22.19 or newer, and this is Node ${process.versions.node}. Install Node 24 from https://nodejs.org, then try again.`,
  );
}

/** Environment in which the right Node and the project's tools come first. */
export function toolEnvironment(extra = {}) {
  const bin = join(root, 'node_modules', '.bin');
  return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`, ...extra };
}

/** Builds where the sources are not those that were built last. */
export function ensureBuilt(node) {
  if (isBuilt()) return;
  withLock(() => {
    if (isBuilt()) return;
    say('Building Siar …');
    const wanted = fingerprint();
    const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    const result = spawnSync(node, [cli, 'build'], {
      cwd: root,
      env: toolEnvironment({ NODE_ENV: 'production' }),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (result.status !== 0) {
      process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
      giveUp('Siar could not be built; the lines above say why.');
    }
    writeFileSync(stampPath(), wanted);
  });
}

/** Runs a program to its end with its own in- and output; resolves to its exit code. Signals go on to it. */
export function runToEnd(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    const signals = process.platform === 'win32' ? ['SIGINT'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const stopWatching = whenNpmEnds(() => child.kill('SIGTERM'));
    child.on('error', (error) => {
      say(`${command} could not be started (${error.message}).`);
      resolve(1);
    });
    child.on('exit', (code, signal) => {
      stopWatching();
      for (const name of signals) process.off(name, forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/**
 * npm passes a signal only to the shell between it and this script, and that shell ends without
 * passing it on: that it is gone is how a script that npm started learns of `kill`.
 */
function whenNpmEnds(act) {
  if (process.platform === 'win32' || !process.env.npm_lifecycle_event) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, 300);
  return () => clearInterval(timer);
}

/** What is installed names the same versions as package-lock.json; optional parts may be absent. */
function isInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'));
  const found = readJson(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !found) return false;
  return Object.entries(wanted.packages).every(
    ([path, { version, optional, devOptional, peer }]) => {
      if (path === '') return true;
      const installed = found.packages[path];
      if (!installed) return Boolean(optional || devOptional || peer);
      return installed.version === version;
    },
  );
}

function isBuilt() {
  return existsSync(stampPath()) && readFileSync(stampPath(), 'utf8') === fingerprint();
}

function stampPath() {
  return join(root, 'out', '.build-stamp');
}

/** Changes whenever a source file, the build's configuration or a dependency changes. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (!/\.test\.tsx?$/.test(entry.name)) add(path);
    }
  };
  for (const folder of ['electron', 'renderer', 'shared']) walk(join(root, folder));
  for (const file of ['package.json', 'package-lock.json', 'electron.vite.config.ts']) {
    add(join(root, file));
  }
  return hash.digest('hex');
}

function runNpm(args) {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
  const npm = process.env.npm_execpath;
  if (npm && /npm-cli\.c?js$/.test(npm))
    return spawnSync(process.execPath, [npm, ...args], options);
  // Windows starts npm.cmd only through a shell; the arguments are fixed words.
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** Two commands started at once must not install or build into the same folder at once. */
function withLock(work) {
  const lock = join(
    tmpdir(),
    `siar-setup-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`,
  );
  const until = Date.now() + 10 * 60 * 1000;
  while (!takeLock(lock)) {
    if (Date.now() > until) {
      giveUp(
        `Another set-up of this folder does not end. If there is none, delete ${lock} and try again.`,
      );
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', release);
  try {
    work();
  } finally {
    release();
    process.off('exit', release);
  }
}

function takeLock(lock) {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return true;
  } catch {
    const owner = Number(readIfThere(join(lock, 'pid')) ?? 0);
    if (owner > 0 && !isAlive(owner)) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readJson(path) {
  const text = readIfThere(path);
  return text === undefined ? undefined : JSON.parse(text);
}
