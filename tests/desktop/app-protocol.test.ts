import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt, outFolder } from './support/built.ts';
import { runMain, type RunningMain } from './support/run-main.ts';
import { untilWindow } from './support/started-main.ts';

/** What pages reach over app:// in the built main process; see main-process.test.ts for the stand-in. */
beforeAll(() => void ensureBuilt(), 240_000);

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
    await untilWindow(main);
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
