import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '#core/create-core.ts';
import type { IncomingMessage } from '#core/gateways/gateway-driver.ts';
import { createRelayKey } from '#core/relay/protocol.ts';
import { createRelay } from '#core/relay/server/server.ts';
import { takeReply } from '#core/replies/take-reply.ts';
import { actingAs } from '#tests/support/acting-as.ts';
import { startCore, startPractice } from '#tests/support/engine-bed.ts';
import { msisdnOf } from '#tests/support/people.ts';
import { addUsers } from '#tests/support/people-who-sign-in.ts';
import { createSmsc } from '#tests/support/smsc.ts';
import { silentLogger } from '#tests/support/silent-logger.ts';
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

const HOUR = 3_600_000;
const FROM = msisdnOf(1);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A core without its engine, and a way to hand it messages of one gateway at chosen times. */
async function aDesk() {
  const core = await startCore({ engine: false });
  const gatewayId = await aGateway(core, { url: 'http://127.0.0.1:9' });
  let now = core.deps.clock.now();
  return {
    core,
    gatewayId,
    later: (ms: number) => void (now += ms),
    say(text: string, more: Partial<IncomingMessage> = {}) {
      const message = {
        from: `+${FROM}`,
        to: '',
        text,
        gatewayMessageId: null,
        part: null,
        ...more,
      };
      takeReply(core.deps, gatewayId, message, now);
    },
    all: async () => (await core.client.replies.page({})).rows,
    suppressed: async () =>
      (await core.client.suppressions.page({})).rows.map(({ msisdn, source }) => [msisdn, source]),
  };
}

const addKannel = (core: Core, more: { dlrListen?: string } = {}) =>
  core.client.gateways.add({
    name: 'Kannel',
    driver: 'kannel',
    url: 'http://127.0.0.1:9',
    secrets: { username: 'u', password: 'p' },
    ...more,
  });

describe('a reply', () => {
  it('that means STOP puts its sender on the do-not-contact list, and says so', async () => {
    const { core, say, all, suppressed } = await aDesk();
    const heard: unknown[] = [];
    core.deps.bus.subscribe((event) => heard.push(event));
    say('Stop please!');
    expect(await suppressed()).toEqual([[FROM, 'reply']]);
    expect(await all()).toMatchObject([
      {
        sender: FROM,
        text: 'Stop please!',
        asked: 'stop',
        keyword: 'stop',
        done: 'stopped',
        suppressed: true,
      },
    ]);
    expect(heard).toContainEqual({ type: 'replies.stopped', name: `+${FROM}`, campaignId: null });
    say('STOP ALL');
    expect(await all()).toMatchObject([{ done: 'already' }, { done: 'stopped' }]);
    const [kept] = (await core.client.suppressions.page({})).rows;
    expect(kept?.reason).toBe('“Stop please!”');
  });

  it('that means START takes back only what a reply had asked for', async () => {
    const { core, say, all, suppressed, later } = await aDesk();
    say('STOP');
    later(HOUR);
    say('START');
    expect(await suppressed()).toEqual([]);
    await core.client.suppressions.add({ phones: [`+${FROM}`], reason: 'asked in the shop' });
    later(HOUR);
    say('unblock');
    expect(await suppressed()).toEqual([[FROM, 'manual']]);
    expect((await all()).map(({ done }) => done)).toEqual(['none', 'allowed', 'stopped']);
  });

  it('that may mean STOP waits for a person', async () => {
    const { core, say, all, suppressed } = await aDesk();
    say("please don't stop");
    say('Batal temujanji');
    say('ok');
    expect(await suppressed()).toEqual([]);
    expect((await all()).map(({ asked }) => asked)).toEqual([null, 'check', 'check']);
    const toCheck = await core.client.replies.page({ show: 'check' });
    expect(toCheck.rows.map(({ text }) => text)).toEqual(['Batal temujanji', "please don't stop"]);
    await core.client.replies.settle({ replyId: toCheck.rows[0]!.id });
    expect((await core.client.replies.page({ show: 'check' })).total).toBe(1);
    await expect(
      core.client.replies.settle({ replyId: toCheck.rows[0]!.id }),
    ).rejects.toMatchObject({
      data: { code: 'no-such-reply' },
    });
    // Put on the list by hand: decided as well.
    await core.client.suppressions.add({ phones: [`+${FROM}`] });
    expect((await core.client.replies.page({ show: 'check' })).total).toBe(0);
  });

  it('that a gateway hands over again is kept once', async () => {
    const { core, say, all, later, suppressed } = await aDesk();
    say('STOP');
    say('STOP');
    expect(await all()).toHaveLength(1);
    // By its id, whenever it comes.
    say('hello', { gatewayMessageId: 'a' });
    later(500 * HOUR);
    say('hello', { gatewayMessageId: 'a' });
    expect(await all()).toHaveLength(2);
    // Two of equal text with ids of their own are two.
    say('hello', { gatewayMessageId: 'b' });
    expect(await all()).toHaveLength(3);
    // Said again after somebody took the number off the list, it holds again.
    say('STOP', { gatewayMessageId: 'c' });
    await core.client.suppressions.remove({ msisdns: [FROM] });
    say('STOP', { gatewayMessageId: 'c' });
    expect(await suppressed()).toEqual([[FROM, 'reply']]);
    expect(await all()).toHaveLength(4);
  });

  it('START that comes again after a STOP is not believed: it may be the old one', async () => {
    const { say, suppressed, all, later } = await aDesk();
    say('STOP');
    later(HOUR);
    say('START');
    later(HOUR);
    say('STOP');
    later(HOUR);
    say('START');
    expect(await suppressed()).toEqual([[FROM, 'reply']]);
    expect((await all())[0]).toMatchObject({ asked: 'check', done: 'none' });
    // With ids the gateway itself tells them apart.
    say('START', { gatewayMessageId: 'new' });
    expect(await suppressed()).toEqual([]);
  });

  it('in parts is one message, each part once, in any order, and its first part decides', async () => {
    const { say, all, suppressed } = await aDesk();
    const part = (number: number, reference = 7) => ({ part: { reference, total: 3, number } });
    say(' and then stop', part(3));
    say('stop', part(2));
    say('stop', part(2));
    expect(await all()).toMatchObject([
      { text: ' … stop and then stop', partsMissing: 1, asked: null },
    ]);
    expect(await suppressed()).toEqual([]);
    say('Stop this ', part(1));
    expect(await all()).toMatchObject([
      { text: 'Stop this stop and then stop', partsMissing: 0, asked: 'stop', done: 'stopped' },
    ]);
    // The same reference again, with another text: another message.
    say('Hello ', part(1));
    expect(await all()).toHaveLength(2);
    expect(await suppressed()).toEqual([[FROM, 'reply']]);
  });

  it('keeps half an emoji at the border of two parts whole', async () => {
    const { say, all } = await aDesk();
    say('a\ud83d', { part: { reference: 1, total: 2, number: 1 } });
    say('\udc4db', { part: { reference: 1, total: 2, number: 2 } });
    expect((await all())[0]?.text).toBe('a👍b');
  });

  it.each([
    [`+${FROM}`, FROM],
    [FROM, FROM],
    [`0${FROM.slice(2)}`, FROM],
    ['6591234567', '6591234567'],
    ['+6591234567', '6591234567'],
    ['+60312345678', '60312345678'],
  ])('from %s is from %s', async (from, msisdn) => {
    const { say, suppressed } = await aDesk();
    say('STOP', { from });
    expect(await suppressed()).toEqual([[msisdn, 'reply']]);
  });

  it('from a name cannot be put on a list: a person looks', async () => {
    const { say, all, suppressed } = await aDesk();
    say('STOP', { from: 'MAXIS' });
    expect(await suppressed()).toEqual([]);
    expect(await all()).toMatchObject([{ sender: 'MAXIS', asked: 'check', done: 'none' }]);
  });

  it('is found by its text, its number as people type it, and the contact’s name', async () => {
    const { core, say } = await aDesk();
    await core.client.contacts.create({ phone: `+${FROM}`, name: 'Aminah' });
    say('terima kasih');
    say('Salam', { from: `+${msisdnOf(2)}` });
    const found = async (search: string) =>
      (await core.client.replies.page({ search })).rows.map(({ text }) => text);
    expect(await found('kasih')).toEqual(['terima kasih']);
    expect(await found('amin')).toEqual(['terima kasih']);
    expect(await found(`0${msisdnOf(2).slice(2)}`)).toEqual(['Salam']);
    expect(await found('100%')).toEqual([]);
    expect((await core.client.replies.page({})).rows[1]?.contact).toMatchObject({ name: 'Aminah' });
  });

  it('is seen by the sender whose campaign it follows, and by no other', async () => {
    const practice = await startPractice();
    const opened = await startCore();
    const core = actingAs(opened, { userId: null, role: 'owner' });
    const gatewayId = await aGateway(core, { url: practice.url });
    const [, first = 0, second = 0] = await addUsers(core, [
      { name: 'owner', role: 'owner' },
      { name: 'first', role: 'sender' },
      { name: 'second', role: 'sender' },
    ]);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 2 });
    await untilOver(core, id);
    core.deps.db.prepare('UPDATE campaigns SET user_id = ? WHERE id = ?').run(first, id);
    const say = (from: string) =>
      takeReply(
        core.deps,
        gatewayId,
        { from, to: '', text: 'pls stop', gatewayMessageId: null, part: null },
        Date.now(),
      );
    say(`+${FROM}`);
    say(`+${msisdnOf(99)}`);
    const as = (userId: number) => actingAs(core, { userId, role: 'sender' }).client.replies;
    const { rows } = await as(first).page({});
    expect(rows).toMatchObject([{ sender: FROM, campaign: { id } }]);
    expect((await as(second).page({})).total).toBe(0);
    expect((await core.client.replies.page({})).total).toBe(2);
    const theirs = { replyId: rows[0]!.id };
    await expect(as(second).settle(theirs)).rejects.toThrow();
    await as(first).settle(theirs);
  });
});

describe('a STOP during a campaign', () => {
  it('leaves out the message that is still queued, and its credits go back', async () => {
    const smsc = await createSmsc();
    onTestFinished(() => smsc.close());
    const core = await startCore();
    const { id: gatewayId } = await core.client.gateways.add({
      name: 'SMPP',
      driver: 'smpp',
      url: smsc.url,
      rate: 1_000,
      secrets: { systemId: 'shop', password: 'secret' },
    });
    await eventually(() => smsc.binds.length > 0);
    // Everything waits for the first answer, so that the rest is still queued when the STOP comes.
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    let first = true;
    smsc.onSubmit = async () => {
      if (first) {
        first = false;
        await held;
      }
      return {};
    };
    await core.client.gateways.update({ id: gatewayId, rate: 1 });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 4 });
    await eventually(() => smsc.submits.length > 0);
    const last = msisdnOf(4);
    const said = await smsc.deliver({ source_addr: last, short_message: Buffer.from('Stop') });
    expect(said).toMatchObject({ command_status: 0 });
    answer();
    await core.client.gateways.update({ id: gatewayId, rate: 1_000 });
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ frozen: 4, excluded: 1, accepted: 3 });
    expect(over.credits).toMatchObject({ predicted: 4, reserved: 0, charged: 3 });
    expect(smsc.submits.map((pdu) => pdu.destination_addr)).not.toContain(last);
    const message = (await messagesOf(core, id)).find(({ msisdn }) => msisdn === last);
    expect(message).toMatchObject({ state: 'excluded', reason: 'suppressed' });
    // It was not written to yet, so the reply follows no campaign.
    expect((await core.client.replies.page({})).rows).toMatchObject([{ campaign: null }]);
  });

  it('leaves the person out of the next one too', async () => {
    const practice = await startPractice();
    const core = await startCore();
    const gatewayId = await aGateway(core, { url: practice.url });
    takeReply(
      core.deps,
      gatewayId,
      { from: FROM, to: '', text: 'HENTI', gatewayMessageId: null, part: null },
      Date.now(),
    );
    const { id } = await aRunningCampaign(core, { gatewayId, to: 3 });
    const over = await until(core, id, ({ state }) => state === 'finished');
    expect(over.counts).toMatchObject({ excluded: 1, accepted: 2 });
  });
});

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
