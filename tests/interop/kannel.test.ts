import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Reply } from '#shared/contract/replies.ts';
import { replyAddress } from '#shared/gateways/reply-address.ts';
import type { Core } from '#core/create-core.ts';
import { startCore } from '#tests/support/engine-bed.ts';
import { freePort } from '#tests/support/free-port.ts';
import { KANNEL_SECRETS, kannelMissing, startKannel, type Kannel } from '#tests/support/kannel.ts';
import { aRunningCampaign, messagesOf, until } from '#tests/support/test-core.ts';

const missing = kannelMissing();
if (missing !== null) process.stderr.write(`tests/interop is skipped: ${missing}.\n`);

async function kannelThatHandsOver(core: Core, says: string): Promise<Kannel> {
  const { id } = await core.client.gateways.add({
    name: 'Kannel',
    driver: 'kannel',
    url: 'http://127.0.0.1:9',
    dlrListen: `127.0.0.1:${await freePort()}`,
    secrets: KANNEL_SECRETS,
  });
  const { url } = await core.client.relays.callback({ gatewayId: id });
  const handsTo = replyAddress('kannel', url ?? '');
  const kannel = await startKannel({ kind: 'fake', says, handsTo });
  onTestFinished(() => kannel.stop());
  return kannel;
}

async function repliesOf(core: Core, count: number): Promise<Reply[]> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const { rows } = await core.client.replies.page({});
    if (rows.length >= count || performance.now() > deadline) return rows;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.skipIf(missing !== null)('a phone’s message through Debian’s Kannel', () => {
  const FROM = '60129999999';

  it('that says STOP ends on the do-not-contact list, and nothing is sent back', async () => {
    const core = await startCore();
    const kannel = await kannelThatHandsOver(core, `${FROM} 12345 text STOP ALL`);
    expect(await repliesOf(core, 1)).toMatchObject([
      { sender: FROM, recipient: '12345', text: 'STOP ALL', done: 'stopped', suppressed: true },
    ]);
    expect((await core.client.suppressions.page({})).rows).toMatchObject([
      { msisdn: FROM, source: 'reply' },
    ]);
    // Whatever Siar answered would be a message to the phone by now.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(kannel.taken).toEqual([]);
  }, 60_000);

  it('that Siar could not keep is called in again, and kept once', async () => {
    const core = await startCore();
    core.deps.db.exec(
      "CREATE TEMP TRIGGER full BEFORE INSERT ON main.incoming_messages BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    await kannelThatHandsOver(core, `${FROM} 12345 text henti`);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await core.client.replies.page({})).total).toBe(0);
    core.deps.db.exec('DROP TRIGGER temp.full');
    expect(await repliesOf(core, 1)).toMatchObject([{ text: 'henti', done: 'stopped' }]);
  }, 60_000);
});

describe.skipIf(missing !== null)('Siar and Debian’s Kannel 1.4.5', () => {
  let kannel: Kannel;
  beforeAll(async () => {
    kannel = await startKannel({ kind: 'fake' });
  });
  afterAll(() => kannel?.stop());

  it('send 500 messages, each once, and every report comes back', async () => {
    const core = await startCore();
    const { id: gatewayId } = await core.client.gateways.add({
      name: 'Kannel',
      driver: 'kannel',
      url: kannel.url,
      rate: 500,
      dlrListen: `127.0.0.1:${await freePort()}`,
      secrets: KANNEL_SECRETS,
    });
    await core.client.gateways.update({ id: gatewayId, rate: 400 });
    core.deps.db
      .prepare(`UPDATE gateways SET profile = json_set(profile, '$.options.sender', 'KEDAI')`)
      .run();
    await core.deps.gateways.invalidate(gatewayId);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 500 });
    const over = await until(core, id, ({ counts }) => counts.delivered === 500, 50_000);
    expect(over.counts).toMatchObject({ uncertain: 0, rejected: 0 });
    expect(kannel.taken).toHaveLength(500);
    const times = new Set(kannel.taken.map((line) => /60\d{9,10}/.exec(line)?.[0]));
    expect(times.size).toBe(500);
    const [first] = await messagesOf(core, id);
    expect(first?.gatewayMessageId).toMatch(/^[0-9a-f-]{36}$/);
  }, 60_000);

  it('is tested without sending, and its refusals are told apart', async () => {
    const before = kannel.taken.length;
    const core = await startCore();
    const add = (name: string, secrets: Record<string, string>, url = kannel.url) =>
      core.client.gateways.add({ name, driver: 'kannel', url, secrets });
    const { id } = await add('Right', KANNEL_SECRETS);
    expect(await core.client.gateways.test({ id })).toMatchObject({ ok: true });
    const wrong = await add('Wrong', { ...KANNEL_SECRETS, password: 'no' });
    expect(await core.client.gateways.test({ id: wrong.id })).toMatchObject({ ok: false });
    const { driver } = await core.deps.gateways.open(id);
    const send = (msisdn: string) =>
      driver.send(
        { reference: 'r', msisdn, text: 'x', encoding: 'gsm7' },
        new AbortController().signal,
      );
    // No sender is set, neither here nor there.
    expect(await send('60123456789')).toMatchObject({ kind: 'paused', code: 'no-sender' });
    expect(kannel.taken).toHaveLength(before);
  });
});
