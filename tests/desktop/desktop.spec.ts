import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { findElectron } from './support/find-electron.ts';
import { ensureBuilt, rootFolder } from './support/built.ts';

/**
 * Siar in Electron itself. Where the binary or a display is missing these are skipped with the reason;
 * main-process.test.ts checks main's decisions everywhere.
 */
const electron = findElectron();
test.skip(electron.path === undefined, electron.reason);
if (electron.path === undefined)
  process.stderr.write(`SKIPPED desktop specs: ${electron.reason}\n`);

test.describe.configure({ mode: 'serial' });

let app: ElectronApplication;
let page: Page;
let dataFolder: string;

test.beforeAll(async () => {
  ensureBuilt();
  dataFolder = mkdtempSync(join(tmpdir(), 'siar-electron-'));
  app = await _electron.launch({
    executablePath: electron.path,
    args: [rootFolder, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...process.env, SIAR_DATA: dataFolder, SIAR_STATE: join(dataFolder, 'state') },
  });
  page = await app.firstWindow();
  await page.waitForLoadState('load');
});
test.afterAll(async () => {
  await app.evaluate(({ dialog }) => {
    // Nothing asks a person here.
    dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
  });
  await app.close();
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10 });
});

test('shows Siar’s pages on their own origin', async () => {
  expect(await page.evaluate(() => location.origin)).toBe('app://siar');
  await expect(page.getByRole('navigation').first()).toBeVisible();
});

test('gives the page no Node, no Electron and no bridge but its port', async () => {
  const seen = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
      (name) => name in window,
    ),
    bridge: Object.entries(Object(Reflect.get(window, 'siar'))).map(
      ([name, value]) => `${name}: ${typeof value}`,
    ),
  }));
  expect(seen).toEqual({ globals: [], bridge: ['host: string', 'platform: string'] });
});

test('runs the page sandboxed and isolated', async () => {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return contents
      ? Reflect.apply(Reflect.get(contents, 'getLastWebPreferences'), contents, [])
      : {};
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
  });
});

test('runs the core in a process of its own', async () => {
  const names = await app.evaluate(({ app: electronApp }) =>
    electronApp.getAppMetrics().map(({ name }) => name ?? ''),
  );
  expect(names).toContain('Siar core');
});

test('shows what the core answers, also after a reload', async () => {
  for (const path of ['/settings', '/contacts']) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Reconnecting')).toHaveCount(0);
});

test('serves nothing outside its pages and runs no foreign code', async () => {
  const answers = await page.evaluate(async () => {
    const status = async (url: string) => {
      try {
        return (await fetch(url)).status;
      } catch {
        return 'refused';
      }
    };
    return {
      outside: await status('app://siar/..%2f..%2fpackage.json'),
      file: await status('file:///etc/hostname'),
      network: await status('https://example.com/'),
      loopback: await status('http://127.0.0.1:9/'),
    };
  });
  expect(answers).toEqual({
    outside: 404,
    file: 'refused',
    network: 'refused',
    loopback: 'refused',
  });
  // A script that somebody smuggled into the page does not run.
  const smuggled = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.smuggled = true';
    document.body.append(script);
    return 'smuggled' in window;
  });
  expect(smuggled).toBe(false);
});

test('stays where it is when a page wants to go elsewhere or open a window', async () => {
  await app.evaluate(({ shell }) => {
    Reflect.set(globalThis, 'openedByTest', []);
    shell.openExternal = async (url) => void Reflect.get(globalThis, 'openedByTest').push(url);
  });
  await page.evaluate(() => {
    window.open('https://example.com/help');
    window.open('file:///etc/passwd');
    location.assign('https://example.com/');
  });
  await expect.poll(() => page.evaluate(() => location.origin)).toBe('app://siar');
  expect(app.windows()).toHaveLength(1);
  expect(await app.evaluate(() => Reflect.get(globalThis, 'openedByTest'))).toEqual([
    'https://example.com/help',
  ]);
});

test('takes an upload larger than one part and gives the same bytes back', async () => {
  await page.evaluate(() => {
    location.hash = '/contacts/import';
  });
  // Every byte depends on its place, so parts that were lost, repeated or overwritten show.
  const rows = Array.from(
    { length: 400_000 },
    (_, index) => `Siti ${index},6012${3_000_000 + index}`,
  );
  const uploaded = page.waitForResponse(
    (response) => response.url().endsWith('/files') && response.status() === 200,
  );
  await page.setInputFiles('input[type=file]', {
    name: '名单.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`name,phone\n${rows.join('\n')}\n`),
  });
  const { fileId } = (await (await uploaded).json()) as { fileId: string };
  const text = await page.evaluate(async (id) => (await fetch(`/files/${id}`)).text(), fileId);
  expect(text).toBe(`name,phone\n${rows.join('\n')}\n`);
});

test('imports through the system’s dialog', async () => {
  const sample = join(rootFolder, 'resources', 'samples', 'siar-sample-contacts.xlsx');
  await app.evaluate(({ dialog, Menu }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'File');
    file?.submenu?.items.find(({ label }) => label.startsWith('Import'))?.click();
  }, sample);
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('/contacts/import?file=');
});

test('keeps logs in the data folder', () => {
  expect(existsSync(join(dataFolder, 'logs', 'core.log'))).toBe(true);
  expect(readFileSync(join(dataFolder, 'logs', 'desktop.log'), 'utf8')).not.toContain('"error"');
});
