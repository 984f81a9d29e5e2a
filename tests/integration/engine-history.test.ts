import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { engineBed } from '#tests/support/engine-bed.ts';
import { msisdnOf, people } from '#tests/support/people.ts';
import {
  aRunningCampaign,
  makeFolder,
  messagesOf,
  removeFolder,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

async function jobResult(core: Core, { jobId }: { jobId: string }): Promise<unknown> {
  for await (const job of await core.client.jobs.watch({ jobId })) {
    if (job.error) throw new Error(job.error.message);
    if (job.state !== 'running') return job.result;
  }
  throw new Error('the job vanished');
}

const birthday = {
  to: [
    { msisdn: msisdnOf(1), name: '陈大文' },
    { msisdn: msisdnOf(2), name: 'Nur Aisyah binti Ahmad' },
    { msisdn: msisdnOf(3), name: "D'Cruz, José" },
  ],
  name: 'Hari jadi',
  text: '{{ name }}: 祝您生日快乐! Selamat hari jadi',
};

describe('searching every message ever sent', () => {
  it.each([
    ['生日', 3],
    ['生日快乐', 3],
    ['乐生', 0],
    ['陈大文', 1],
    ['大文', 1],
    ['aisyah', 1],
    ['AHMAD', 1],
    ['ahm', 1],
    ['selamat jadi', 3],
    ['jose', 1],
    ["D'Cruz", 1],
    ['012-000 0001', 1],
    ['+60 12 000 0001', 1],
    ['0060120000001', 1],
    ['60120000', 3],
    ['0130000001', 0],
    ['"', 0],
    ['*', 0],
    ['jadi)', 3],
    ['NOT aisyah', 0],
  ])('%s finds %i', async (search, total) => {
    const { core, gatewayId } = await engineBed({ script: { reports: false } });
    const { id } = await aRunningCampaign(core, { gatewayId, ...birthday });
    await untilOver(core, id);
    expect((await core.client.history.page({ search })).total).toBe(total);
    expect((await core.client.campaigns.messages({ id, search })).total).toBe(total);
  });

  it('filters by the three words and by state, and the numbers agree with the status', async () => {
    const to = [...people(10), { msisdn: '60125550003' }, { msisdn: '60125550007' }];
    const { core, gatewayId } = await engineBed({ script: { reportDelayMs: 2 } });
    const { id } = await aRunningCampaign(core, { gatewayId, to });
    const { summary } = await until(
      core,
      id,
      ({ counts }) => counts.delivered === 10 && counts.undelivered === 1,
    );
    for (const word of ['success', 'queue', 'failure'] as const) {
      const page = await core.client.campaigns.messages({ id, summary: word, limit: 3 });
      expect(page.total).toBe(summary[word]);
      expect(page.rows.length).toBe(Math.min(3, summary[word]));
    }
    const failed = await core.client.campaigns.messages({ id, summary: 'failure' });
    expect(failed.rows).toMatchObject([{ msisdn: '60125550003', state: 'undelivered' }]);
    expect((await core.client.history.page({ state: 'accepted' })).rows).toMatchObject([
      { msisdn: '60125550007' },
    ]);
  });
});

describe('exports of a campaign’s results', () => {
  it('are parsed back exactly: quotes, newlines, Chinese, and formulas made harmless', async () => {
    const to = [
      { msisdn: msisdnOf(1), name: '陈大文', fields: { note: 'baris 1\nbaris "2", akhir' } },
      { msisdn: msisdnOf(2), name: 'Siti, Nur', fields: { note: 'ä€ £ \\ ;\t|' } },
      { msisdn: msisdnOf(3), name: '=HYPERLINK("x")', fields: { note: '😀' } },
    ];
    const { core, gatewayId } = await engineBed({ script: { reports: false } });
    const { id } = await aRunningCampaign(core, { gatewayId, to, text: '{{ name }}: {{ note }}' });
    await untilOver(core, id);
    const folder = await makeFolder();
    const path = join(folder, 'results.csv');
    const result = await jobResult(
      core,
      await core.client.campaigns.export({ id, format: 'csv', target: { path } }),
    );
    expect(result).toMatchObject({ rows: 3, file: path });
    const text = await readFile(path, 'utf8');
    await removeFolder(folder);
    expect(text.startsWith('\uFEFF')).toBe(true);
    const { data, errors } = Papa.parse<Record<string, string>>(text.slice(1), {
      header: true,
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    const messages = await messagesOf(core, id);
    expect(data).toHaveLength(3);
    data.forEach((row, i) => {
      const message = messages[i]!;
      expect(row['text']).toBe(message.text);
      expect(row['to']).toBe(message.msisdn);
      expect(row['state']).toBe('accepted');
      expect(row['gateway id']).toBe(message.gatewayMessageId);
      expect(row['parts']).toBe(String(message.parts));
      expect(row['credits']).toBe(String(message.credits));
    });
    expect(data.map((row) => row['name'])).toEqual(['陈大文', 'Siti, Nur', '\'=HYPERLINK("x")']);
  });

  it('hold a row for everybody, also in large ones and in part', async () => {
    const { core, gatewayId } = await engineBed({ script: { reports: false } });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 4_500 });
    await core.client.campaigns.stop({ id });
    const over = await until(core, id, ({ counts }) => counts.sending === 0);
    const folder = await makeFolder();
    const rowsOf = async (more: { state?: 'cancelled' | 'accepted' }) => {
      const target = { path: join(folder, 'part.csv') };
      const started = await core.client.campaigns.export({ id, format: 'csv', target, ...more });
      await jobResult(core, started);
      const text = await readFile(target.path, 'utf8');
      return Papa.parse(text.slice(1), { header: true, skipEmptyLines: true }).data.length;
    };
    expect(await rowsOf({})).toBe(4_500);
    expect(await rowsOf({ state: 'cancelled' })).toBe(over.counts.cancelled);
    expect(await rowsOf({ state: 'accepted' })).toBe(over.counts.accepted);
    await removeFolder(folder);
  });
});
