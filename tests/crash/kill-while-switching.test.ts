import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listUnsent, moveUnsent } from '#core/campaigns/switch-queries.ts';
import { reserveCampaign } from '#core/credits/cover.ts';
import { examineDatabase } from '#core/doctor/examine.ts';
import { transaction } from '#core/store/statement.ts';
import { startChild } from '#tests/support/child.ts';
import { startPractice, timesTaken } from '#tests/support/engine-bed.ts';
import {
  aCampaign,
  aGateway,
  assertAddsUp,
  makeFolder,
  openCore,
  removeFolder,
  untilOver,
} from '#tests/support/test-core.ts';

const PEOPLE = 5_000;

/** Killed here; what the next start finds, and by which gateway the campaign goes on. */
const CASES = [
  { step: 'campaign', pause: 'user', by: 'first' },
  { step: '1', pause: 'moving', by: 'other' },
  // In the middle of the second transaction, and with the last message of the last.
  { step: '3000', pause: 'moving', by: 'other' },
  { step: String(PEOPLE), pause: 'moving', by: 'other' },
  { step: 'after', pause: 'moved', by: 'other' },
] as const;

it.each(CASES)(
  'sends each message once, by the gateway that was decided on, killed at $step of a move',
  { timeout: 120_000 },
  async ({ step, pause, by }) => {
    const folder = await makeFolder();
    onTestFinished(() => removeFolder(folder));
    const dataFolder = join(folder, 'data');
    const practices = { first: await startPractice(), other: await startPractice() };
    const open = await openCore({ dataFolder });
    const gatewayId = await aGateway(open, { url: practices.first.url, name: 'First' });
    const otherId = await aGateway(open, { url: practices.other.url, name: 'Other' });
    const { id } = await aCampaign(open, { gatewayId, to: PEOPLE });
    await open.client.campaigns.start({ id, allowWarnings: true });
    await open.client.campaigns.pause({ id });
    await open.stop();

    const args = [dataFolder, String(id), String(otherId), step];
    const child = startChild('tests/crash/switch-process.ts', args);
    expect(await child.ended).toBeNull();

    const core = await openCore({ dataFolder });
    onTestFinished(() => core.stop());
    await core.startEngine();
    const { campaigns } = core.client;
    const found = await campaigns.get({ id });
    expect(found).toMatchObject({ state: 'paused', pauseReason: { code: pause } });
    assertAddsUp(core, found);
    expect(examineDatabase(dataFolder).filter(({ ok }) => !ok)).toEqual([]);
    await campaigns.resume({ id });
    const over = await untilOver(core, id, 60_000);
    expect(over.counts.accepted + over.counts.delivered).toBe(PEOPLE);
    expect(practices[by].taken).toHaveLength(PEOPLE);
    expect(practices[by === 'first' ? 'other' : 'first'].taken).toEqual([]);
    expect([...timesTaken(practices[by].taken).values()].every((n) => n === 1)).toBe(true);
  },
);

it.each(['1', '2400', String(PEOPLE / 2)])(
  'goes on with the share of one gateway alone, killed at %s of moving it',
  { timeout: 120_000 },
  async (step) => {
    const folder = await makeFolder();
    onTestFinished(() => removeFolder(folder));
    const dataFolder = join(folder, 'data');
    const [first, other, third] = [
      await startPractice(),
      await startPractice(),
      await startPractice(),
    ];
    const open = await openCore({ dataFolder });
    const firstId = await aGateway(open, { url: first.url, name: 'First' });
    const otherId = await aGateway(open, { url: other.url, name: 'Other' });
    const thirdId = await aGateway(open, { url: third.url, name: 'Third' });
    const { id } = await aCampaign(open, { gatewayId: firstId, to: PEOPLE });
    await open.client.campaigns.start({ id, allowWarnings: true });
    await open.client.campaigns.pause({ id });
    // As if a rule had given half of them to another gateway.
    const { db } = open.deps;
    const all = { campaignId: id, from: null, to: thirdId };
    transaction(db, () => {
      for (const message of listUnsent(db, all, { after: 0, limit: PEOPLE / 2 })) {
        moveUnsent(db, thirdId, { ...message, encoding: 'gsm7' });
      }
      reserveCampaign(db, id, { actorId: null, allowShort: false, at: Date.now() });
    });
    await open.stop();

    const args = [dataFolder, String(id), String(otherId), step, String(firstId)];
    expect(await startChild('tests/crash/switch-process.ts', args).ended).toBeNull();

    const core = await openCore({ dataFolder });
    onTestFinished(() => core.stop());
    await core.startEngine();
    const { campaigns } = core.client;
    expect((await campaigns.get({ id })).pauseReason).toMatchObject({ code: 'moving' });
    expect(examineDatabase(dataFolder).filter(({ ok }) => !ok)).toEqual([]);
    await campaigns.resume({ id });
    await untilOver(core, id, 60_000);
    expect([first, other, third].map(({ taken }) => taken.length)).toEqual([
      0,
      PEOPLE / 2,
      PEOPLE / 2,
    ]);
    const times = timesTaken([...other.taken, ...third.taken]);
    expect([...times.values()].every((n) => n === 1)).toBe(true);
  },
);
