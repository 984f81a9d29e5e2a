import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt, outFolder } from './support/built.ts';
import { runMain, type RunningMain } from './support/run-main.ts';

/**
 * The built main process with a stand-in for `electron` (support/electron-stand-in.ts): no window is
 * shown and Chromium enforces nothing here, but main's own decisions and the forked core are real.
 */
beforeAll(() => void ensureBuilt(), 240_000);

describe('the built main process', () => {
  let main: RunningMain;

  beforeAll(async () => {
    main = runMain();
    await main.until(
      () => main.state(),
      ({ windows }) => (windows[0]?.posted.length ?? 0) > 0,
    );
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

describe('the app protocol', () => {
  let main: RunningMain;
  const secret = 'not for pages';

  beforeAll(async () => {
    // The pages may not be built here; the guard needs a file to serve and one to refuse.
    ensureBuilt();
    mkdirSync(join(outFolder, 'renderer'), { recursive: true });
    writeFileSync(join(outFolder, 'renderer', 'protocol-test.html'), '<p>page</p>');
    writeFileSync(join(outFolder, 'protocol-secret.txt'), secret);
    main = runMain();
    await main.until(
      () => main.state(),
      ({ windows }) => (windows[0]?.posted.length ?? 0) > 0,
    );
  });
  afterAll(async () => {
    await main.end();
    rmSync(join(outFolder, 'renderer', 'protocol-test.html'), { force: true });
    rmSync(join(outFolder, 'protocol-secret.txt'), { force: true });
  });

  it('serves built pages with a strict content security policy', async () => {
    const { status, headers, body } = await main.fetch({ url: 'app://siar/protocol-test.html' });
    expect({ status, body }).toEqual({ status: 200, body: '<p>page</p>' });
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['x-content-type-options']).toBe('nosniff');
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-eval');
  });

  it('serves nothing outside the built pages', async () => {
    for (const path of [
      '/../protocol-secret.txt',
      '/%2e%2e/protocol-secret.txt',
      '/..%2fprotocol-secret.txt',
      '/assets/..%2f..%2fprotocol-secret.txt',
      '/..%5cprotocol-secret.txt',
      '/%2e%2e%5cprotocol-secret.txt',
      '//etc/passwd',
      '/%2fetc%2fpasswd',
      '/protocol-test.html%00.png',
      '/%',
    ]) {
      const { status, body } = await main.fetch({ url: `app://siar${path}` });
      expect(status, path).toBe(404);
      expect(body).not.toContain(secret);
    }
    expect((await main.fetch({ url: 'app://evil/protocol-test.html' })).status).toBe(404);
  });

  it('answers its own pages only, and only GET outside /files', async () => {
    const url = 'app://siar/protocol-test.html';
    expect((await main.fetch({ url, initiatorOrigin: 'app://siar' })).status).toBe(200);
    for (const initiatorOrigin of ['https://evil.example', 'app://evil', null]) {
      expect((await main.fetch({ url, initiatorOrigin })).status).toBe(403);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD']) {
      expect((await main.fetch({ url, method })).status, method).toBe(405);
    }
    expect((await main.fetch({ url: 'app://siar/files' })).status).toBe(405);
  });

  it('takes an upload to the core and gives the same bytes back as a download', async () => {
    const body = 'name,phone\nSiti 陈,0123456789\n';
    const upload = await main.fetch({
      url: 'app://siar/files',
      method: 'POST',
      headers: { 'x-file-name': encodeURIComponent('senarai 名单.csv') },
      body,
      initiatorOrigin: 'app://siar',
    });
    expect(upload.status).toBe(200);
    const file = JSON.parse(upload.body) as { fileId: string };
    expect(file).toEqual({
      fileId: expect.any(String),
      name: 'senarai 名单.csv',
      size: Buffer.byteLength(body),
    });
    const download = await main.fetch({ url: `app://siar/files/${file.fileId}` });
    expect(download.status).toBe(200);
    expect(download.body).toBe(body);
    expect(download.headers['content-disposition']).toContain(
      encodeURIComponent('senarai 名单.csv'),
    );
    // Main's own copy is gone once the core has taken over.
    expect(readdirCount(join(main.dataFolder, 'transfer-in')), 'files left in transfer-in').toBe(0);
  });

  it('puts an upload in parts together, in order only', async () => {
    const id = '7f0f6a3e-0a55-4f0e-9d3b-0d6a1f1b2c3d';
    const part = (offset: number, size: number, body: string) =>
      main.fetch({
        url: 'app://siar/files',
        method: 'POST',
        headers: {
          'x-file-name': 'parts.csv',
          'x-upload-id': id,
          'x-upload-offset': String(offset),
          'x-upload-size': String(size),
        },
        body,
      });
    expect((await part(0, 8, 'name')).status).toBe(202);
    const last = await part(4, 8, ',tel');
    expect(JSON.parse(last.body)).toMatchObject({ name: 'parts.csv', size: 8 });
    const { fileId } = JSON.parse(last.body) as { fileId: string };
    expect((await main.fetch({ url: `app://siar/files/${fileId}` })).body).toBe('name,tel');

    expect((await part(0, 8, 'name')).status).toBe(202);
    expect(JSON.parse((await part(5, 8, 'tel')).body)).toMatchObject({
      error: { code: 'upload-failed', kind: 'failed' },
    });
    expect(readdirCount(join(main.dataFolder, 'transfer-in'))).toBe(0);
    expect(JSON.parse((await part(0, 3_000_000_000, 'x')).body)).toMatchObject({
      error: { code: 'file-too-large', kind: 'invalid' },
    });
  });

  it('says in one sentence why a file is refused', async () => {
    const nameless = await main.fetch({ url: 'app://siar/files', method: 'POST', body: 'x' });
    expect(nameless.status).toBe(400);
    expect(JSON.parse(nameless.body)).toMatchObject({
      error: { code: 'no-file-name', kind: 'invalid', message: expect.stringContaining('name') },
    });
    const unknown = await main.fetch({ url: 'app://siar/files/no-such-file' });
    expect(unknown.status).toBeGreaterThanOrEqual(400);
    expect(JSON.parse(unknown.body)).toMatchObject({ error: { code: 'no-such-upload' } });
  });

  it('asks where to save downloads of its own and refuses all others', async () => {
    expect(await main.download({ url: 'app://siar/files/1', name: 'result.xlsx' })).toMatchObject({
      prevented: false,
      options: { defaultPath: 'result.xlsx', filters: [{ extensions: ['xlsx'] }] },
    });
    expect(await main.download({ url: 'https://evil.example/a.exe', name: 'a.exe' })).toEqual({
      prevented: true,
      options: null,
    });
  });
});

function readdirCount(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).length : 0;
}
