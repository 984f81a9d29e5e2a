import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import type { DriverName } from '#shared/contract/gateways.ts';
import type { LookUpResult } from '#shared/gateways/look-up.ts';
import { engineBed, timesTaken } from '#tests/support/engine-bed.ts';
import { addPerson, msisdnOf } from '#tests/support/people.ts';
import { aCampaign, messagesOf, until, untilOver } from '#tests/support/test-core.ts';

const DAY_MS = 86_400_000;
const [ALI, BALA, CHONG] = [msisdnOf(1), msisdnOf(2), msisdnOf(3)];

/** An answered look-up, so many days old. */
function answered(
  core: Core,
  gatewayId: number,
  msisdn: string,
  { result = 'dead', days = 1 }: { result?: LookUpResult; days?: number } = {},
): number {
  const at = Date.now() - days * DAY_MS;
  core.deps.db
    .prepare(
      `INSERT INTO look_ups (gateway_id, msisdn, state, result, started_at, answered_at)
       VALUES (?, ?, 'answered', ?, ?, ?)`,
    )
    .run(gatewayId, msisdn, result, at, at);
  return at;
}

/** A real account, which nothing here ever calls. */
async function aRealGateway(core: Core, driver: DriverName = 'sms123'): Promise<number> {
  const { id } = await core.client.gateways.add({
    name: `Real ${driver}`,
    driver,
    url: 'http://127.0.0.1:9',
    secrets: driver === 'sms123' ? { apiKey: 'k' } : { apiKey: 'k', apiSecret: 's' },
  });
  return id;
}

async function exported(core: Core, start: (path: string) => Promise<{ jobId: string }>) {
  const path = join(core.deps.dataFolder, `${Math.random()}.csv`);
  const { jobId } = await start(path);
  for await (const job of await core.client.jobs.watch({ jobId })) {
    if (job.state !== 'running') expect(job).toMatchObject({ state: 'done', error: null });
  }
  return readFile(path, 'utf8');
}

describe('numbers that a look-up found dead', () => {
  it('are left out, counted with what that saves, and named wherever the campaign is shown', async () => {
    const { core, practice, gatewayId } = await engineBed({ script: { reportDelayMs: 5 } });
    const at = answered(core, gatewayId, ALI, { days: 3 });
    const oldest = answered(core, gatewayId, BALA, { days: 20 });
    const text = 'x'.repeat(200);
    const { id } = await aCampaign(core, { gatewayId, to: 5, text });
    const preview = await core.client.campaigns.preview({ id });
    expect(preview).toMatchObject({ recipients: 3, credits: 6, excluded: { 'dead-number': 2 } });
    expect(preview.dead).toMatchObject({
      leftOut: true,
      days: 90,
      recent: { people: 2, credits: 4, oldestAt: oldest, newestAt: at },
      old: { people: 0, credits: 0, oldestAt: null },
    });
    const notice = preview.warnings.find(({ code }) => code === 'dead-left-out');
    expect(notice).toMatchObject({ severity: 'notice', count: 2 });
    expect(notice?.message).toContain('saves 4 credits');

    await core.client.campaigns.start({ id });
    const over = await until(
      core,
      id,
      ({ state, counts }) => state === 'finished' && counts.delivered === 3,
    );
    expect(over).toMatchObject({
      counts: { frozen: 5, excluded: 2 },
      credits: { predicted: 6, charged: 6 },
      dead: { leftOut: 2, credits: 4 },
      leaveOutDead: true,
    });
    expect([...timesTaken(practice.taken).keys()].toSorted()).toEqual([3, 4, 5].map(msisdnOf));
    const [ali] = await messagesOf(core, id);
    expect(ali).toMatchObject({
      state: 'excluded',
      reason: 'dead-number',
      foundDeadAt: at,
      credits: 0,
      attempts: 0,
    });
    const story = await core.client.reports.message({ campaignId: id, msisdn: msisdnOf(1) });
    expect(story.message.foundDeadAt).toBe(at);

    const { message } = await core.client.reports.message({ campaignId: id, msisdn: ALI });
    expect(message).toEqual(ali);
    const report = await core.client.reports.campaign({ id });
    expect(report.leftOut).toEqual([{ reason: 'dead-number', messages: 2 }]);
    expect(report.campaign.deadCredits).toBe(4);
    const figures = await exported(core, (path) =>
      core.client.reports.exportCampaign({ id, format: 'csv', target: { path } }),
    );
    expect(figures).toMatch(/excluded,2,.*,dead-number\r\n/);
    const rows = await exported(core, (path) =>
      core.client.campaigns.export({ id, format: 'csv', target: { path } }),
    );
    const day = new Date(at).toISOString().slice(0, 10);
    expect(rows).toContain(`dead-number (look-up of ${day})`);
  });

  it('are sent to where the draft says so, or the start', async () => {
    const { core, gatewayId } = await engineBed();
    answered(core, gatewayId, ALI);
    const kept = await aCampaign(core, { gatewayId, to: 3, leaveOutDead: false, name: 'A' });
    const preview = await core.client.campaigns.preview({ id: kept.id });
    expect(preview).toMatchObject({ recipients: 3, excluded: {}, dead: { leftOut: false } });
    expect(preview.warnings.map(({ code }) => code)).toContain('dead-sent-to');
    expect(await core.client.campaigns.preview({ id: kept.id, leaveOutDead: true })).toMatchObject({
      recipients: 2,
    });
    await core.client.campaigns.start({ id: kept.id });
    expect(await untilOver(core, kept.id)).toMatchObject({
      counts: { excluded: 0 },
      dead: { leftOut: 0, credits: 0 },
    });
  });

  it('that were found so long ago only warn', async () => {
    const { core, gatewayId } = await engineBed();
    const at = answered(core, gatewayId, ALI, { days: 91 });
    const { id } = await aCampaign(core, { gatewayId, to: 3 });
    const preview = await core.client.campaigns.preview({ id });
    expect(preview).toMatchObject({
      recipients: 3,
      excluded: {},
      dead: { recent: { people: 0 }, old: { people: 1, credits: 1, oldestAt: at, newestAt: at } },
    });
    const notice = preview.warnings.find(({ code }) => code === 'dead-old');
    expect(notice).toMatchObject({ severity: 'notice', count: 1 });
    await core.client.settings.update({ lookUpDays: 120 });
    expect(await core.client.campaigns.preview({ id })).toMatchObject({ recipients: 2 });
  });

  it('are not dead any more after a later answer, or a message that was delivered since', async () => {
    const { core, gatewayId } = await engineBed({ script: { reportDelayMs: 5 } });
    answered(core, gatewayId, ALI, { days: 2 });
    answered(core, gatewayId, ALI, { days: 1, result: 'absent' });
    answered(core, gatewayId, BALA, { days: 1, result: 'reachable' });
    answered(core, gatewayId, BALA, { days: 2 });
    answered(core, gatewayId, CHONG, { days: 2 });
    const first = await aCampaign(core, { gatewayId, to: 3 });
    expect(await core.client.campaigns.preview({ id: first.id })).toMatchObject({
      recipients: 2,
      excluded: { 'dead-number': 1 },
    });
    await core.client.campaigns.start({ id: first.id, leaveOutDead: false });
    await until(core, first.id, ({ counts }) => counts.delivered === 3);
    const { listIds, text } = first;
    const again = await core.client.campaigns.create({ name: 'Again', gatewayId, listIds, text });
    expect(await core.client.campaigns.preview({ id: again.id })).toMatchObject({
      recipients: 3,
      dead: { recent: { people: 0 } },
    });
  });

  it('keep nobody from a real message where only a practice gateway said so', async () => {
    const { core, gatewayId } = await engineBed();
    const real = await aRealGateway(core);
    const knows = await aRealGateway(core, 'esms');
    answered(core, gatewayId, ALI);
    answered(core, knows, BALA);
    // What practice says later does not bring a real number back to life.
    answered(core, gatewayId, BALA, { days: 0.5, result: 'reachable' });
    const { id, listIds, text } = await aCampaign(core, { gatewayId: real, to: 3 });
    const seen = async (campaign: number) =>
      (await core.client.campaigns.preview({ id: campaign })).samples.map(({ to }) => to);
    expect(await seen(id)).toEqual([ALI, CHONG]);
    const practised = await core.client.campaigns.create({ name: 'P', gatewayId, listIds, text });
    expect(await seen(practised.id)).toEqual([BALA, CHONG]);
  });

  it('may leave nobody, which is said, and hold no start up for a gap in their text', async () => {
    const { core, gatewayId } = await engineBed();
    answered(core, gatewayId, ALI);
    const only = await aCampaign(core, { gatewayId, to: 1, text: 'Hi {{ city }}', name: 'A' });
    await expect(core.client.campaigns.start({ id: only.id })).rejects.toMatchObject({
      message: expect.stringContaining('found 1 of these numbers dead'),
      data: { code: 'no-recipients' },
    });
    addPerson(core.deps.db, only.listIds[0]!, { msisdn: BALA, fields: { city: 'Ipoh' } });
    await core.client.campaigns.start({ id: only.id });
    expect(await untilOver(core, only.id)).toMatchObject({
      counts: { frozen: 2, excluded: 1 },
      dead: { leftOut: 1, credits: 0 },
    });
  });
});
