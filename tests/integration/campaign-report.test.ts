import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { createFactsReader } from '#core/reports/campaign/facts-reader.ts';
import { engineBed } from '#tests/support/engine-bed.ts';
import { aList } from '#tests/support/people.ts';
import { aRunningCampaign, until } from '#tests/support/test-core.ts';

const PEOPLE = [
  { msisdn: '60121110001' },
  { msisdn: '60121110002' },
  { msisdn: '60171110003' },
  { msisdn: '601111100044' },
  { msisdn: '60125550003' },
  { msisdn: '60125550004' },
  { msisdn: '60125550001' },
  { msisdn: '6581234567', country: 'SG' },
];

/** A campaign that is over: four delivered, and one each undelivered, expired, rejected in Malaysia. */
async function aSentCampaign() {
  const { core, gatewayId } = await engineBed({ script: { reportDelayMs: 5 } });
  const { id } = await aRunningCampaign(core, { gatewayId, to: PEOPLE });
  await until(
    core,
    id,
    ({ state, counts }) => state === 'finished' && counts.accepted + counts.sending === 0,
  );
  return { core, id };
}

async function exported(core: Core, id: number, format: 'csv' | 'pdf'): Promise<Buffer> {
  const path = join(core.deps.dataFolder, `report.${format}`);
  const { jobId } = await core.client.reports.exportCampaign({ id, format, target: { path } });
  for await (const job of await core.client.jobs.watch({ jobId })) {
    if (job.state !== 'running') expect(job).toMatchObject({ state: 'done', error: null });
  }
  return readFile(path);
}

describe('the report of a campaign', () => {
  it('says what became of everybody by state, country, prefix and time, and what it cost', async () => {
    const { core, id } = await aSentCampaign();
    const report = await core.client.reports.campaign({ id });
    const status = await core.client.campaigns.get({ id });
    expect(report.totals.counts).toEqual(status.counts);
    expect(report.totals).toMatchObject({
      ...status.summary,
      charged: status.credits.charged,
      predicted: status.credits.predicted,
      attempts: 8,
      again: 0,
    });
    expect(report.byCountry.map(({ country, messages }) => [country, messages])).toEqual([
      ['MY', 7],
      ['SG', 1],
    ]);
    expect(
      report.byPrefix.map(({ prefix, messages, failure }) => [prefix, messages, failure]),
    ).toEqual([
      ['6012', 5, 3],
      ['60111', 1, 0],
      ['6017', 1, 0],
      ['6581', 1, 0],
    ]);
    const overTime = report.overTime.reduce((sum, step) => sum + step.success + step.failure, 0);
    expect(overTime).toBe(8);
  });

  it('is filtered by state, country, prefix, time and list', async () => {
    const { core, id } = await aSentCampaign();
    const totals = async (filter: object) =>
      (await core.client.reports.campaign({ id, filter })).totals.messages;
    expect(await totals({ state: 'expired' })).toBe(1);
    expect(await totals({ summary: 'failure', country: 'MY' })).toBe(3);
    expect(await totals({ prefix: '6581' })).toBe(1);
    expect(await totals({ from: core.deps.clock.now() + 60_000 })).toBe(0);
    expect(await totals({ to: core.deps.clock.now() + 60_000 })).toBe(8);
    const listId = aList(core.deps.db, PEOPLE.slice(0, 2), 'Two of them');
    expect(await totals({ listId })).toBe(2);
  });

  it('reads many messages in a thread, to the same figures', async () => {
    const { core, id } = await aSentCampaign();
    const reader = createFactsReader(core.deps);
    const request = { campaignId: id, listId: null, stepMs: 1_000, aheadMs: 28_800_000 };
    const few = await createFactsReader(core.deps).read(request, 8);
    const many = await reader.read(request, 1_000_000);
    expect(many.facts).toEqual(few.facts);
    expect(await reader.read(request, 1_000_000)).toBe(many);
  });

  it('is written as a table and as a PDF with embedded fonts', async () => {
    const { core, id } = await aSentCampaign();
    const csv = (await exported(core, id, 'csv')).toString();
    const lines = csv.trim().split('\r\n');
    expect(lines[0]).toContain('handed over from,country,prefix,status,state,messages');
    const messages = lines.slice(1).reduce((sum, line) => sum + Number(line.split(',')[5]), 0);
    expect(messages).toBe(8);
    const pdf = await exported(core, id, 'pdf');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1')).toContain('/FontFile');
  });

  it('refuses a campaign that is not there, and a file name of another kind', async () => {
    const { core, id } = await aSentCampaign();
    await expect(core.client.reports.campaign({ id: 999 })).rejects.toMatchObject({
      data: { code: 'no-such-campaign' },
    });
    const target = { path: join(core.deps.dataFolder, 'report.csv') };
    await expect(
      core.client.reports.exportCampaign({ id, format: 'pdf', target }),
    ).rejects.toMatchObject({ data: { code: 'bad-format' } });
  });
});
