import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt, outFolder } from './support/built.ts';
import { runMain, type RunningMain } from './support/run-main.ts';
import { untilWindow } from './support/started-main.ts';

/**
 * The built main process with a stand-in for `electron` (support/electron-stand-in.ts): no window is
 * shown and Chromium enforces nothing here, but main's own decisions and the forked core are real.
 */
beforeAll(() => void ensureBuilt(), 240_000);

describe('the built main process', () => {
  let main: RunningMain;

  beforeAll(async () => {
    main = runMain();
    await untilWindow(main);
  });
  afterAll(() => main.end());

  it('opens its window sandboxed, isolated and without Node, on its own origin', async () => {
    const { windows } = await main.state();
    expect(windows).toHaveLength(1);
    expect(windows[0]?.url).toBe('app://siar/');
    expect(windows[0]?.visible).toBe(true);
    expect(windows[0]?.options).toMatchObject({ minWidth: 1024, minHeight: 640, show: false });
    const preferences = Object(windows[0]?.options['webPreferences']);
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
    });
    for (const name of ['webSecurity', 'allowRunningInsecureContent', 'experimentalFeatures']) {
      expect(preferences).not.toHaveProperty(name);
    }
    expect(existsSync(preferences.preload)).toBe(true);
  });

  it('bundles the preload into one CommonJS file that needs electron alone', () => {
    const preload = readFileSync(join(outFolder, 'preload', 'index.cjs'), 'utf8');
    const needed = [...preload.matchAll(/require\(["'`]([^"'`]+)["'`]\)/g)].map(([, name]) => name);
    expect(new Set(needed)).toEqual(new Set(['electron']));
    expect(preload).not.toMatch(/^\s*(import|export)\s/m);
    expect([...preload.matchAll(/exposeInMainWorld\("(\w+)"/g)].map(([, name]) => name)).toEqual([
      'siar',
    ]);
  });

  it('declares its scheme before Electron is ready, as a secure origin that bypasses nothing', async () => {
    const { privilegedSchemes, schemesBeforeReady } = await main.state();
    expect(schemesBeforeReady).toBe(true);
    expect(privilegedSchemes).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
      },
    ]);
  });

  it('keeps Chromium’s profile, and with it the single-instance lock, in the data folder', async () => {
    expect((await main.state()).userData).toBe(join(main.dataFolder, 'desktop'));
  });

  it('runs the core in a utility process of its own name', async () => {
    const { forks } = await main.state();
    expect(forks).toHaveLength(1);
    expect(forks[0]?.modulePath).toBe(join(outFolder, 'main', 'core-process.js'));
    expect(forks[0]?.options).toMatchObject({ serviceName: 'Siar core', stdio: 'pipe' });
  });

  it('hands the page one port, over which the forked core answers', async () => {
    const { windows } = await main.state();
    expect(windows[0]?.posted).toEqual([{ channel: 'siar:port', ports: 1 }]);
    const info = await main.call({ path: ['host', 'info'] });
    expect(info).toMatchObject({
      host: 'desktop',
      dataFolder: main.dataFolder,
      secretsIn: 'keychain',
      version: '0.1.0',
    });
    expect(await main.call({ path: ['settings', 'get'] })).toMatchObject({ country: 'MY' });
  });

  it('gives the page the trust of a window, not of the command line', async () => {
    const call = main.call({ path: ['files', 'adopt'], input: { path: '/etc/hostname' } });
    await expect(call).rejects.toMatchObject({ data: { code: 'local-only' } });
  });

  it('hands a new port on every reload and none for a change of page', async () => {
    const before = (await main.state()).windows[0]?.posted.length ?? 0;
    await main.reload();
    expect((await main.state()).windows[0]?.posted.length).toBe(before + 1);
    expect(await main.call({ path: ['settings', 'get'] })).toMatchObject({ country: 'MY' });
    await main.clickMenu({ menu: 'app', label: 'New campaign' });
    const { windows } = await main.state();
    expect(windows[0]?.url).toBe('app://siar/#/campaigns/new');
    expect(windows[0]?.posted.length).toBe(before + 1);
  });

  it('imports a spreadsheet that the user chose in the system’s dialog', async () => {
    const path = join(main.dataFolder, 'senarai.csv');
    writeFileSync(path, 'name,phone\nSiti,0123456789\n');
    await main.answer({ openPath: path });
    await main.clickMenu({ menu: 'app', label: 'Import spreadsheet…' });
    const { windows, dialogs } = await main.until(
      () => main.state(),
      (state) => state.windows[0]?.url.includes('/contacts/import') ?? false,
    );
    expect(dialogs.at(-1)).toMatchObject({
      kind: 'open',
      properties: ['openFile'],
      filters: [{ extensions: ['csv', 'tsv', 'txt', 'xlsx'] }],
    });
    const fileId = decodeURIComponent(windows[0]?.url.split('?file=')[1] ?? '');
    const seen = await main.call({ path: ['imports', 'inspect'], input: { fileId } });
    expect(seen).toMatchObject({ fileName: 'senarai.csv', rowEstimate: 1 });
  });

  it('exports contacts to where the user said, and says how many', async () => {
    await main.call({
      path: ['contacts', 'create'],
      input: { phone: '60123456789', name: 'Siti', listIds: [] },
    });
    const path = join(main.dataFolder, 'kenalan.csv');
    await main.answer({ savePath: path });
    await main.clickMenu({ menu: 'app', label: 'Export contacts…' });
    const { dialogs } = await main.until(
      () => main.state(),
      (state) => state.dialogs.at(-1)?.['kind'] === 'message',
    );
    expect(dialogs.at(-1)).toMatchObject({ type: 'info', message: 'Exported 1 contacts.' });
    expect(readFileSync(path, 'utf8')).toContain('60123456789');
  });

  it('says why it cannot look for updates where it was not given an address', async () => {
    await main.clickMenu({ menu: 'app', label: 'Check for updates…' });
    const { dialogs } = await main.until(
      () => main.state(),
      (state) => String(state.dialogs.at(-1)?.['message']).includes('update'),
    );
    expect(dialogs.at(-1)?.['message']).toContain('has no update address');
  });

  it('lets the page go nowhere else', async () => {
    for (const event of ['will-navigate', 'will-redirect']) {
      expect(await main.prevents({ event, url: 'app://siar/#/contacts' })).toBe(false);
      for (const url of [
        'https://example.com/',
        'http://127.0.0.1:3000/',
        'file:///etc/passwd',
        'app://siar.evil/',
        'app://evil/siar',
        'javascript:alert(1)',
        'data:text/html,x',
        'about:blank',
      ]) {
        expect(await main.prevents({ event, url }), `${event} ${url}`).toBe(true);
      }
    }
    expect(
      await main.prevents({ event: 'will-frame-navigate', url: 'app://siar/', isMainFrame: false }),
    ).toBe(true);
    expect(await main.prevents({ event: 'will-attach-webview', url: '' })).toBe(true);
  });

  it('opens no windows and hands only parsed https to the system browser', async () => {
    for (const url of [
      'https://example.com/a?b=c',
      'http://example.com/',
      'file:///etc/passwd',
      'smb://server/share',
      'javascript:alert(1)',
      'https://bank.example@evil.example/',
      'HTTPS:evil',
      'not a url',
    ]) {
      expect(await main.windowOpen(url), url).toEqual({ action: 'deny' });
    }
    const { openedExternally } = await main.state();
    expect(openedExternally).toEqual(['https://example.com/a?b=c', 'https://evil/']);
  });

  it('grants the page nothing but putting text on the clipboard', async () => {
    for (const permission of ['geolocation', 'media', 'notifications', 'openExternal', 'hid']) {
      expect(await main.permission({ permission, url: 'app://siar/' })).toEqual({
        granted: false,
        checked: false,
        device: false,
      });
    }
    const copy = { permission: 'clipboard-sanitized-write', url: 'app://siar/' };
    expect(await main.permission(copy)).toMatchObject({ granted: true, checked: true });
    expect(await main.permission({ ...copy, url: 'https://evil.example/' })).toMatchObject({
      granted: false,
      checked: false,
    });
  });

  it('lets no request of the page leave its own origin', async () => {
    expect(await main.isCancelled('app://siar/assets/index.js')).toBe(false);
    expect(await main.isCancelled('blob:app://siar/1-2-3')).toBe(false);
    for (const url of ['https://example.com/', 'ws://127.0.0.1:9/', 'file:///etc/passwd']) {
      expect(await main.isCancelled(url), url).toBe(true);
    }
  });

  it('tells the core when the computer sleeps and wakes, and keeps the core’s lines in a log', async () => {
    await main.emitPower('suspend');
    await main.emitPower('resume');
    const log = await main.until(
      async () => readFileSync(join(main.dataFolder, 'logs', 'core.log'), 'utf8'),
      (text) => text.includes('"event":"resume"'),
    );
    expect(log).toContain('"event":"suspend"');
  });
});
