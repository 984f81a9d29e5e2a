import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { attachmentOf } from '#core/reports/receipt/pdf-envelope.ts';
import { verifyFile } from '#core/reports/receipt/verify.ts';
import { engineBed } from '#tests/support/engine-bed.ts';
import { jsonOf, runSiar } from '#tests/support/siar-process.ts';
import { aRunningCampaign, until } from '#tests/support/test-core.ts';

const PEOPLE = [
  { msisdn: '60121110001', name: 'Aminah' },
  { msisdn: '60121110002', name: '陈小明' },
  { msisdn: '60125550003', name: '=HYPERLINK("x")' },
  { msisdn: '60125550001', name: 'Refused' },
];

async function written(core: Core, id: number, format: 'csv' | 'pdf'): Promise<string> {
  const path = join(core.deps.dataFolder, `receipt.${format}`);
  const { jobId } = await core.client.reports.receipt({ id, format, target: { path } });
  for await (const job of await core.client.jobs.watch({ jobId })) {
    if (job.state !== 'running') expect(job).toMatchObject({ state: 'done', error: null });
  }
  return path;
}

async function aSentCampaign() {
  const { core, gatewayId } = await engineBed({ script: { reportDelayMs: 5 } });
  const text = 'RM0.00 Hello {{ name }}, thank you!';
  const { id } = await aRunningCampaign(core, { gatewayId, to: PEOPLE, name: 'Sale', text });
  await until(
    core,
    id,
    ({ state, counts }) => state === 'finished' && counts.accepted + counts.sending === 0,
  );
  return { core, id };
}

describe('the receipt of a campaign', () => {
  it('holds every recipient, text, attempt and charge, and proves itself', async () => {
    const { core, id } = await aSentCampaign();
    const path = await written(core, id, 'csv');
    const { receipt } = await verifyFile(path);
    const status = await core.client.campaigns.get({ id });
    expect(receipt).toMatchObject({
      ok: true,
      rows: 4,
      facts: { name: 'Sale', gateway: 'Practice', campaign: id },
      totals: { charged: status.credits.charged, predicted: status.credits.predicted, attempts: 4 },
    });
    const [noted] = await core.client.reports.receipts({ id });
    expect(noted).toMatchObject({ format: 'csv', rows: 4, seal: receipt.ok && receipt.seal });
    const text = await readFile(path, 'utf8');
    expect(text).toContain('Hello 陈小明, thank you!');
    expect(text).toContain('""outcome"":""accepted""');
  });

  it('is the same receipt as a PDF, whose every byte is sealed', async () => {
    const { core, id } = await aSentCampaign();
    const path = await written(core, id, 'pdf');
    const file = await readFile(path);
    expect(await verifyFile(path)).toMatchObject({
      format: 'pdf',
      pages: 'intact',
      receipt: { ok: true, rows: 4 },
    });
    expect(attachmentOf(file)?.toString()).toContain('Hello Aminah, thank you!');
    // A printed page that was changed, rows untouched.
    const title = file.indexOf('/Title');
    const forged = Buffer.from(file);
    forged[title + 12] = (forged[title + 12] ?? 0) ^ 1;
    await writeFile(path, forged);
    expect(await verifyFile(path)).toMatchObject({ pages: 'changed', receipt: { ok: true } });
  });

  it('is one moment of the database, whatever happens while it is written', async () => {
    const { core, id } = await aSentCampaign();
    const target = { path: join(core.deps.dataFolder, 'receipt.csv') };
    const { jobId } = await core.client.reports.receipt({ id, format: 'csv', target });
    core.deps.db.prepare("UPDATE messages SET reason = 'later' WHERE campaign_id = ?").run(id);
    for await (const job of await core.client.jobs.watch({ jobId })) void job;
    expect(await verifyFile(target.path)).toMatchObject({ receipt: { ok: true } });
  });

  it('is checked by `siar verify` without a data folder, which says how by its exit code', async () => {
    const { core, id } = await aSentCampaign();
    const path = await written(core, id, 'csv');
    const verify = (...args: string[]) =>
      runSiar(['--json', 'verify', ...args], {
        env: { SIAR_DATA: '/nowhere', HOME: '/nowhere', SIAR_STATE: '/nowhere' },
      });
    const whole = await verify(path);
    const { seal } = jsonOf(whole);
    expect(whole.code).toBe(0);
    expect(jsonOf(whole)).toMatchObject({ ok: true, rows: 4, campaign: { name: 'Sale' } });
    expect((await verify(path, '--seal', String(seal))).code).toBe(0);
    const other = await verify(path, '--seal', 'f'.repeat(64));
    expect([other.code, jsonOf(other)['problem']]).toEqual([1, 'other-seal']);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('60121110002,', '60121110009,'));
    const changed = await verify(path);
    expect(changed.code).toBe(1);
    expect(jsonOf(changed)).toMatchObject({ ok: false, problem: 'changed', row: 2 });
    await writeFile(path, 'to,name\r\n');
    const stranger = await verify(path);
    expect([stranger.code, jsonOf(stranger)]).toMatchObject([
      2,
      { error: { code: 'not-a-receipt' } },
    ]);
    expect((await verify(join(core.deps.dataFolder, 'none.csv'))).code).toBe(2);
  });

  it('is refused while nothing was sent', async () => {
    const { core, gatewayId } = await engineBed();
    const { client } = core;
    const { id: listId } = await client.lists.create({ name: 'L' });
    const draft = { name: 'D', text: 'x', listIds: [listId], gatewayId };
    const { id } = await client.campaigns.create(draft);
    await expect(
      client.reports.receipt({ id, format: 'csv', target: { download: true } }),
    ).rejects.toMatchObject({ data: { code: 'not-sent', kind: 'refused' } });
  });
});
