import { describe, expect, it } from 'vitest';
import { takeReply } from '#core/replies/take-reply.ts';
import { actingAs } from '#tests/support/acting-as.ts';
import { startCore, startPractice } from '#tests/support/engine-bed.ts';
import { msisdnOf } from '#tests/support/people.ts';
import { addUsers } from '#tests/support/people-who-sign-in.ts';
import { aGateway, aRunningCampaign, untilOver } from '#tests/support/test-core.ts';
import { aDesk, anIncoming, FROM } from '#tests/support/reply-desk.ts';

const HOUR = 3_600_000;

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

  it('is not lost where its gateway used the id before, whoever it is from', async () => {
    const { say, all, suppressed } = await aDesk();
    const id = { gatewayMessageId: '7' };
    const other = { ...id, from: `+${msisdnOf(2)}` };
    say('thanks', id);
    say('STOP', other);
    say('STOP', other);
    say('BATAL', id);
    expect(await suppressed()).toEqual([
      [FROM, 'reply'],
      [msisdnOf(2), 'reply'],
    ]);
    expect((await all()).map(({ text }) => text)).toEqual(['BATAL', 'STOP', 'thanks']);
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
      takeReply(core.deps, gatewayId, anIncoming('pls stop', { from }), Date.now());
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
