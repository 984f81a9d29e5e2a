import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRelay, type Relay } from '#core/relay/server/server.ts';
import { createRelayKey } from '#core/relay/protocol.ts';
import { createRelayClient } from '#core/relay/relay-client.ts';
import { listRelays } from '#core/relay/queries.ts';
import { startCore, startPractice } from '#tests/support/engine-bed.ts';
import { memorySecrets } from '#tests/support/memory-secrets.ts';
import { startChild } from '#tests/support/child.ts';
import { silentLogger } from '#tests/support/silent-logger.ts';
import { jsonOf, runSiar, startSiar, temporaryFolder } from '#tests/support/siar-process.ts';
import {
  aGateway,
  aRunningCampaign,
  eventually,
  makeFolder,
  messagesOf,
  removeFolder,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

const KEY = createRelayKey();

async function startRelay(folder: string, port = 0): Promise<Relay> {
  return createRelay({ folder, key: KEY, host: '127.0.0.1', port, logger: silentLogger });
}

async function aRelay(): Promise<{ relay: Relay; url: string; folder: string }> {
  const folder = await makeFolder();
  const relay = await startRelay(folder);
  onTestFinished(async () => {
    await relay.close();
    await removeFolder(folder);
  });
  return { relay, folder, url: `http://127.0.0.1:${relay.port}` };
}

describe('delivery reports through a relay', () => {
  it('reach a campaign of which no port listens on this computer', async () => {
    const { relay, url } = await aRelay();
    const practice = await startPractice({ reportDelayMs: 0 });
    const core = await startCore();
    const gatewayId = await aGateway(core, { url: practice.url });
    const set = await core.client.relays.set({ gatewayId, url, key: KEY });
    expect(set).toMatchObject({ gatewayId, url });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 60 });
    const over = await until(core, id, ({ counts }) => counts.delivered === 60);
    expect(over.state).toBe('finished');
    await eventually(() => relay.waiting() === 0, 40_000);
    const [shown] = await core.client.relays.all();
    expect(shown).toMatchObject({ state: 'connected', problem: null });
    const gateway = await core.client.gateways.get({ id: gatewayId });
    expect(gateway.dlrCallback).toBe(`${url}/in/••••/••••`);
    const whole = await core.client.relays.callback({ gatewayId });
    expect(whole.url).toMatch(new RegExp(`^${url}/in/[\\w-]{43}/[\\w-]{43}$`));
  });

  it('are fetched again when Siar ends at any point, and count once', async () => {
    const { relay, url } = await aRelay();
    const practice = await startPractice({ reportDelayMs: 0 });
    const secrets = memorySecrets();
    const core = await startCore({ secrets });
    const gatewayId = await aGateway(core, { url: practice.url });
    await core.client.relays.set({ gatewayId, url, key: KEY });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 20 });
    await until(core, id, ({ counts }) => counts.delivered === 20);
    await eventually(() => practice.counters().reports.pending === 0);
    const callback = (await core.client.relays.callback({ gatewayId })).url;
    const [first] = await messagesOf(core, id);
    const report = () => fetch(`${callback}?msgId=${first?.gatewayMessageId}&s=UNDELIV`);
    const { db, clock } = core.deps;
    // The core's own fetching ends, so that the ends of another can be chosen.
    await core.deps.gateways.stop();
    expect((await report()).status).toBe(200);
    expect((await report()).status).toBe(200);
    let taken = 0;
    const client = (take: () => Promise<{ status: number; text: string }>) => {
      const relayRow = listRelays(db)[0]!;
      return createRelayClient({
        db,
        relay: relayRow,
        secrets,
        clock,
        logger: silentLogger,
        take: () => {
          taken++;
          return take();
        },
        changed: () => {},
        backoffMs: [5],
      });
    };
    // It ends before anything is recorded: everything is still there.
    const crashing = client(() => Promise.reject(new Error('killed before the record')));
    await eventually(() => taken > 2);
    await crashing.close();
    expect(relay.waiting()).toBe(2);
    // The disk refuses: the relay keeps what was not recorded.
    taken = 0;
    const refusing = client(() => Promise.resolve({ status: 503, text: '' }));
    await eventually(() => taken > 2);
    await refusing.close();
    expect(relay.waiting()).toBe(2);
    // Recorded, but it ends before the cursor is saved: fetched again, and that changes nothing.
    db.exec(
      "CREATE TEMP TRIGGER no_cursor BEFORE UPDATE OF cursor ON relays BEGIN SELECT RAISE(ABORT, 'killed'); END",
    );
    taken = 0;
    const forgetful = client(() => Promise.resolve({ status: 200, text: '' }));
    await eventually(() => taken > 4);
    await forgetful.close();
    expect(relay.waiting()).toBe(2);
    db.exec('DROP TRIGGER no_cursor');
    const sound = client(() => Promise.resolve({ status: 200, text: '' }));
    await eventually(() => relay.waiting() === 0);
    await sound.close();
  });

  it('says what is wrong, and refuses a key that the relay does not take', async () => {
    const { relay, url } = await aRelay();
    const core = await startCore();
    const practice = await startPractice();
    const gatewayId = await aGateway(core, { url: practice.url });
    const set = (fields: object) => core.client.relays.set({ gatewayId, url, ...fields });
    const refusal = (code: string) =>
      expect.objectContaining({ data: expect.objectContaining({ code }) });
    await expect(set({})).rejects.toEqual(refusal('relay-key-missing'));
    await expect(set({ key: 'short' })).rejects.toEqual(refusal('relay-key'));
    await expect(set({ key: createRelayKey() })).rejects.toEqual(refusal('relay-key'));
    await expect(set({ key: KEY, url: practice.url })).rejects.toBeDefined();
    await expect(set({ key: KEY, url: 'http://10.1.2.3' })).rejects.toEqual(refusal('plain-http'));
    expect(await core.client.relays.all()).toEqual([]);
    await set({ key: KEY });
    await relay.close();
    await expect
      .poll(async () => (await core.client.relays.all())[0]?.state, { timeout: 30_000 })
      .toBe('failing');
    await core.client.relays.remove({ gatewayId });
    expect(await core.client.relays.all()).toEqual([]);
  });
});

describe('siar relay', () => {
  it('loses no report and counts none twice while both sides are killed again and again', async () => {
    const server = await temporaryFolder();
    onTestFinished(() => server.remove());
    const practice = await startPractice({ reportDelayMs: 300 });
    const folder = join(server.path, 'relay');
    const relayAt = (listen: string) =>
      startSiar(['--json', 'relay', '--folder', folder, '--listen', listen]);
    let relay = await relayAt('127.0.0.1:0');
    const { url, port } = relay.ready;
    const key = (await readFile(join(folder, 'relay.key'), 'utf8')).trim();
    const [dataFolder, secrets] = [await makeFolder(), memorySecrets()];
    const sender = await startCore({ dataFolder, secrets });
    const gatewayId = await aGateway(sender, { url: practice.url });
    await sender.client.relays.set({ gatewayId, url, key });
    const { id } = await aRunningCampaign(sender, { gatewayId, to: 300 });
    await untilOver(sender, id);
    await sender.stop();
    // Reports come in; whoever keeps and whoever fetches them is killed in the middle of it.
    for (const [i, afterMs] of [0, 30, 90].entries()) {
      const fetcher = startChild('tests/support/fetcher-process.ts', [dataFolder, key]);
      await fetcher.line();
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      fetcher.process.kill('SIGKILL');
      await fetcher.ended;
      if (i % 2 === 1) continue;
      relay.signal('SIGKILL');
      await relay.ended;
      relay = await relayAt(`127.0.0.1:${port}`);
    }
    const core = await startCore({ dataFolder, secrets });
    const over = await until(core, id, ({ counts }) => counts.accepted === 0, 40_000);
    expect(over.counts).toMatchObject({ delivered: 300, undelivered: 0, uncertain: 0 });
    const reports = core.deps.db.prepare('SELECT count(*) AS n FROM delivery_reports').get();
    expect(reports).toEqual({ n: 300 });
    relay.signal('SIGTERM');
    expect((await relay.ended).code).toBe(0);
  });

  it('wants TLS before it, a folder of its own and a free one', async () => {
    const server = await temporaryFolder();
    onTestFinished(() => server.remove());
    const open = await runSiar([
      '--json',
      'relay',
      '--folder',
      server.path,
      '--listen',
      '0.0.0.0:0',
    ]);
    expect(open.code).toBe(3);
    expect(jsonOf(open)).toMatchObject({ error: { code: 'plain-http' } });
    const at = ['--json', 'relay', '--folder', server.path, '--listen', '127.0.0.1:0'];
    const running = await startSiar(at);
    expect(jsonOf(await runSiar(at))).toMatchObject({ error: { code: 'folder-in-use' } });
    running.signal('SIGTERM');
    await running.ended;
  });

  it('is set, shown and removed by command, the key from a file', async () => {
    const [home, server] = [await temporaryFolder(), await temporaryFolder()];
    onTestFinished(async () => {
      await home.remove();
      await server.remove();
    });
    const at = ['--json', 'relay', '--folder', server.path, '--listen', '127.0.0.1:0'];
    const relay = await startSiar(at);
    const siar = async (...args: string[]) => runSiar(['--json', '--data', home.path, ...args]);
    await siar('gateway', 'add', 'P', '--driver', 'practice');
    const keyFile = join(server.path, 'relay.key');
    const { url } = relay.ready;
    const set = await siar('gateway', 'relay', 'set', 'P', '--url', url, '--key-file', keyFile);
    expect(jsonOf(set)).toMatchObject({
      name: 'P',
      url,
      callback: expect.stringContaining('/in/'),
    });
    expect(set.stdout).not.toContain((await readFile(keyFile, 'utf8')).trim());
    expect(jsonOf(await siar('gateway', 'relay', 'show', 'P'))).toMatchObject({ state: 'off' });
    expect((await siar('gateway', 'relay', 'remove', 'P')).code).toBe(0);
    expect((await siar('gateway', 'relay', 'show', 'P')).code).toBe(2);
    relay.signal('SIGTERM');
    await relay.ended;
  });
});
