import { describe, expect, it, onTestFinished } from 'vitest';
import { createRelayKey } from '#core/relay/protocol.ts';
import { createRelay } from '#core/relay/server/server.ts';
import { startCore } from '#tests/support/engine-bed.ts';
import { silentLogger } from '#tests/support/silent-logger.ts';
import { eventually, makeFolder, removeFolder } from '#tests/support/test-core.ts';
import { freePort } from '#tests/support/free-port.ts';
import { addKannel, FROM } from '#tests/support/reply-desk.ts';

describe('a reply that is called in', () => {
  it('on the local listener is answered without a word, once it is kept', async () => {
    const core = await startCore();
    const dlrListen = `127.0.0.1:${await freePort()}`;
    const { id } = await addKannel(core, { dlrListen });
    const { url } = await core.client.relays.callback({ gatewayId: id });
    const query = `from=%2B${FROM}&to=12345&text=STOP&id=k1`;
    for (let time = 0; time < 2; time++) {
      const answer = await fetch(`${url}/incoming?${query}`);
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    }
    const { rows } = await core.client.replies.page({});
    expect(rows).toMatchObject([{ sender: FROM, recipient: '12345', done: 'stopped' }]);
    const wrong = await fetch(`${url}/incoming?text=STOP`);
    expect([wrong.status, await wrong.text()]).toEqual([400, '']);
    // Not kept: to be called in again.
    core.deps.db.exec(
      "CREATE TEMP TRIGGER full BEFORE INSERT ON main.incoming_messages BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    const failed = await fetch(`${url}/incoming?from=%2B${FROM}&text=x&id=k2`);
    expect([failed.status, await failed.text()]).toEqual([503, '']);
  });

  it('at a relay waits there and is kept once, in its order', async () => {
    const key = createRelayKey();
    const folder = await makeFolder();
    const relay = await createRelay({
      folder,
      key,
      host: '127.0.0.1',
      port: 0,
      logger: silentLogger,
    });
    onTestFinished(async () => {
      await relay.close();
      await removeFolder(folder);
    });
    const core = await startCore({ engine: false });
    const { id: gatewayId } = await addKannel(core);
    await core.client.relays.set({ gatewayId, url: `http://127.0.0.1:${relay.port}`, key });
    const { url } = await core.client.relays.callback({ gatewayId });
    const call = async (text: string, id: string) => {
      const answer = await fetch(`${url}/incoming?from=%2B${FROM}&text=${text}&id=${id}`);
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    };
    await call('STOP', '1');
    await call('START', '2');
    await call('BATAL', '3');
    await call('BATAL', '3');
    expect(relay.waiting()).toBe(4);
    await core.startEngine();
    await eventually(
      () =>
        core.deps.db.prepare('SELECT 1 FROM incoming_messages WHERE id = 3').get() !== undefined,
    );
    const { rows } = await core.client.replies.page({});
    expect(rows.map(({ text, done }) => [text, done])).toEqual([
      ['BATAL', 'stopped'],
      ['START', 'allowed'],
      ['STOP', 'stopped'],
    ]);
  });

  it('has no address where the gateway hands none over', async () => {
    const core = await startCore({ engine: false });
    const { id: gatewayId } = await core.client.gateways.add({
      name: 'eSMS',
      driver: 'esms',
      secrets: { apiKey: 'k', apiSecret: 's' },
    });
    const { capabilities } = await core.client.gateways.get({ id: gatewayId });
    expect(capabilities.replies).toBe('none');
  });
});
