import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from './support/built.ts';
import { startReady } from './support/started-main.ts';

/** How the desktop app keeps credentials; see main-process.test.ts for the stand-in. */
beforeAll(() => void ensureBuilt(), 240_000);

describe('secrets', () => {
  it('are sealed by main before they reach the disk and never shown to the page', async () => {
    const main = await startReady();
    const secrets = { apiKey: 'kedai-key', apiSecret: 'sangat-rahsia-77' };
    const gateway = await main.call({
      path: ['gateways', 'add'],
      input: { name: 'eSMS', driver: 'esms', url: 'http://127.0.0.1:9/', secrets },
    });
    expect(JSON.stringify(gateway)).not.toContain(secrets.apiSecret);
    const file = readFileSync(join(main.dataFolder, 'secrets.bin.json'), 'utf8');
    expect(file).not.toContain(secrets.apiSecret);
    const { entries } = JSON.parse(file) as { entries: Record<string, string> };
    const [sealed] = Object.values(entries);
    expect(Buffer.from(sealed ?? '', 'base64').toString()).toMatch(/^sealed:/);
    const remove = { path: ['gateways', 'remove'], input: { id: Object(gateway).id } };
    await main.call(remove);
    expect(readFileSync(join(main.dataFolder, 'secrets.bin.json'), 'utf8')).not.toContain(sealed);
  });

  it('warns once where the computer has no keyring', async () => {
    const main = await startReady({ env: { STAND_IN_KEYCHAIN: 'basic_text' } });
    const { notifications } = await main.until(
      () => main.state(),
      (state) => process.platform !== 'linux' || state.notifications.length > 0,
    );
    if (process.platform === 'linux') {
      expect(JSON.stringify(notifications)).toContain('no keyring');
    }
  });
});
