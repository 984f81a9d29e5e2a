import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { engineBed, startCore } from '#tests/support/engine-bed.ts';
import { msisdnOf, type Person } from '#tests/support/people.ts';
import { aCampaign, aGateway, messagesOf, untilPaused } from '#tests/support/test-core.ts';

const SINGAPORE: Person = { msisdn: '6581234567', name: 'Tan', country: 'SG' };
const THAILAND: Person = { msisdn: '66812345678', name: 'Som', country: 'TH' };
const NEW_ZEALAND: Person = { msisdn: '64211234567', name: 'Kiri', country: 'NZ' };
const KL: Person = { msisdn: msisdnOf(1), name: 'Ali' };
const IPOH: Person = { msisdn: '601112345678', name: 'Siti' };

async function anEsms(core: Core): Promise<number> {
  const secrets = { apiKey: 'k', apiSecret: 's' };
  return (await core.client.gateways.add({ name: 'eSMS', driver: 'esms', secrets })).id;
}

function write(core: Core, name: string, text: string): Promise<{ fileId: string }> {
  const path = join(core.deps.dataFolder, name);
  return writeFile(path, text).then(() => core.client.files.adopt({ path }));
}

async function exported(core: Core, gatewayId: number, format: 'csv' | 'xlsx'): Promise<string> {
  const path = join(core.deps.dataFolder, `out.${format}`);
  const { jobId } = await core.client.rates.export({ gatewayId, format, target: { path } });
  for await (const job of await core.client.jobs.watch({ jobId })) {
    if (job.state !== 'running') expect(job).toMatchObject({ state: 'done', error: null });
  }
  return path;
}

describe('the rate table of a gateway', () => {
  it('ships the guide’s destinations, says which are not confirmed, and invents no figure', async () => {
    const core = await startCore({ engine: false });
    const esms = await core.client.rates.get({ id: await anEsms(core) });
    expect(esms.rates.map(({ country }) => country)).toEqual([
      'MY',
      'SG',
      'TH',
      'ID',
      'HK',
      'TW',
      'CN',
      'NZ',
      '*',
    ]);
    expect(esms.rates.filter(({ confirmed }) => confirmed).map(({ country }) => country)).toEqual([
      'MY',
    ]);
    expect(esms.rates.every(({ rate, effective }) => rate === null && effective === 1)).toBe(true);
    expect(esms.rates[3]).toMatchObject({
      zones: ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'],
    });
    const practice = await aGateway(core, { url: 'http://127.0.0.1:9' });
    const { rates } = await core.client.rates.get({ id: practice });
    expect(rates.every(({ confirmed }) => confirmed)).toBe(true);
  });

  it('prices a preview by country and prefix, and writes RM0.00 only where the rule applies', async () => {
    const core = await startCore({ engine: false });
    const gatewayId = await anEsms(core);
    const { rates, campaigns } = core.client;
    await rates.set({ gatewayId, country: 'SG', rate: 3 });
    await rates.set({ gatewayId, country: 'MY', prefix: '6011', rate: 1.5 });
    await rates.set({ gatewayId, country: 'TH', rate: 2.7, confirmed: false });
    const to = [KL, IPOH, SINGAPORE, THAILAND, NEW_ZEALAND];
    const { id } = await aCampaign(core, { gatewayId, to });
    const preview = await campaigns.preview({ id, samples: 5 });
    expect(preview.countries).toMatchObject([
      { country: 'SG', prefix: '', rate: 3, credits: 3, confirmed: true, pricePrefix: '' },
      { country: 'TH', rate: 2.7, credits: 3, confirmed: false, zones: ['Asia/Bangkok'] },
      { country: 'MY', prefix: '6011', rate: 1.5, credits: 2, pricePrefix: 'RM0.00 ' },
      { country: 'MY', prefix: '', rate: 1, credits: 1, confirmed: true, pricePrefix: 'RM0.00 ' },
      { country: 'NZ', rate: 1, credits: 1, confirmed: false, zones: ['Pacific/Auckland'] },
    ]);
    expect(preview).toMatchObject({ recipients: 5, parts: 5, credits: 10 });
    expect(preview.samples.map(({ country, rate, text }) => [country, rate, text])).toEqual([
      ['MY', 1, 'RM0.00 Hello'],
      ['MY', 1.5, 'RM0.00 Hello'],
      ['SG', 3, 'Hello'],
      ['TH', 2.7, 'Hello'],
      ['NZ', 1, 'Hello'],
    ]);
    expect(preview.warnings).toMatchObject([{ code: 'rates-unconfirmed', count: 2 }]);
    expect(preview.warnings[0]?.message).toContain('(NZ, TH)');
  });

  it('is frozen per message: later edits change no campaign that was started', async () => {
    const { core, gatewayId } = await engineBed();
    const { rates, campaigns } = core.client;
    await rates.set({ gatewayId, country: 'SG', rate: 3 });
    const { id } = await aCampaign(core, {
      gatewayId,
      to: [KL, SINGAPORE],
      scheduledAt: Date.now() + 3_600_000,
    });
    await campaigns.start({ id });
    await rates.set({ gatewayId, country: 'SG', rate: 9 });
    const credits = () =>
      core.deps.db.prepare('SELECT credits FROM messages ORDER BY id').pluck().all();
    expect(credits()).toEqual([1, 3]);
    expect((await campaigns.get({ id })).credits).toMatchObject({ predicted: 4, reserved: 4 });
    core.deps.db.prepare('UPDATE campaigns SET scheduled_at = NULL').run();
    core.deps.engine.wake();
    // The practice gateway takes one credit a part, wherever it goes: that differs from the frozen price.
    const paused = await untilPaused(core, id, 'credit-mismatch');
    expect(paused.pauseReason?.message).toContain('1 credits (3 predicted)');
    expect(credits()).toEqual([1, 3]);
    expect((await messagesOf(core, id)).map((message) => message.credits)).toEqual([1, 1]);
  });

  it('leaves the table with its gateway, and refuses what no table can hold', async () => {
    const core = await startCore({ engine: false });
    const gatewayId = await anEsms(core);
    const { rates } = core.client;
    await rates.set({ gatewayId, country: 'my', prefix: '+60 11', rate: 1.5 });
    await rates.remove({ gatewayId, country: 'my', prefix: '6011' });
    await rates.remove({ gatewayId, country: 'NZ' });
    const codes = async (call: Promise<unknown>) =>
      call.catch((error: { data?: { code?: string } }) => error.data?.code);
    expect(await codes(rates.remove({ gatewayId, country: 'NZ' }))).toBe('no-such-rate');
    expect(await codes(rates.set({ gatewayId, country: 'ZZ', rate: 1 }))).toBe('unknown-country');
    expect(await codes(rates.set({ gatewayId, country: 'MY', prefix: '65', rate: 1 }))).toBe(
      'bad-prefix',
    );
    expect(await codes(rates.set({ gatewayId: 99, country: 'MY', rate: 1 }))).toBe(
      'no-such-gateway',
    );
    await core.client.gateways.remove({ id: gatewayId });
    expect(await codes(rates.get({ id: gatewayId }))).toBe('no-such-gateway');
  });
});

describe('rates from and to a file', () => {
  const FILE = [
    'Negara,Prefix,Credits per part,Confirmed',
    'SG,,3,yes',
    'Thailand,,"2,7",no',
    'MY,6011,1.5,',
    'MY,65,1,',
    'ZZ,,1,',
    'ID,,cheap,',
    'HK,,1,perhaps',
    '',
    'CN,,,',
    'Australia,,4,ya',
  ].join('\r\n');

  it('takes what is good and says of every refused row what is wrong with it', async () => {
    const core = await startCore({ engine: false });
    const gatewayId = await anEsms(core);
    const { fileId } = await write(core, 'rates.csv', FILE);
    const dry = await core.client.rates.import({ gatewayId, fileId, dryRun: true });
    const before = await core.client.rates.get({ id: gatewayId });
    expect(before.rates).toHaveLength(9);
    const result = await core.client.rates.import({ gatewayId, fileId });
    expect(result).toMatchObject({ rows: 9, added: 2, changed: 2, unchanged: 1, rejected: 4 });
    expect({ ...dry, dryRun: false }).toEqual(result);
    expect(result.errors.map(({ row, column, code }) => [row, column, code])).toEqual([
      [5, 'Prefix', 'bad-prefix'],
      [6, 'Negara', 'unknown-country'],
      [7, 'Credits per part', 'bad-rate'],
      [8, 'Confirmed', 'bad-answer'],
    ]);
    const { rates } = await core.client.rates.get({ id: gatewayId });
    expect(rates.find(({ country }) => country === 'TH')).toMatchObject({
      rate: 2.7,
      confirmed: false,
    });
    expect(rates.find(({ country }) => country === 'AU')).toMatchObject({
      rate: 4,
      confirmed: true,
    });
  });

  it.each(['csv', 'xlsx'] as const)('comes back from its own .%s as it was', async (format) => {
    const core = await startCore({ engine: false });
    const gatewayId = await anEsms(core);
    await core.client.rates.set({ gatewayId, country: 'MY', prefix: '6011', rate: 1.55 });
    const path = await exported(core, gatewayId, format);
    if (format === 'csv') expect(await readFile(path, 'utf8')).toContain('Other countries');
    const { fileId } = await core.client.files.adopt({ path });
    expect(await core.client.rates.import({ gatewayId, fileId })).toMatchObject({
      rows: 10,
      unchanged: 10,
      rejected: 0,
    });
  });

  it('refuses a file that holds no rates', async () => {
    const core = await startCore({ engine: false });
    const gatewayId = await anEsms(core);
    const { fileId } = await write(core, 'people.csv', 'phone,name\n0123456789,Ali\n');
    await expect(core.client.rates.import({ gatewayId, fileId })).rejects.toMatchObject({
      data: { code: 'no-rate-columns' },
    });
  });
});
