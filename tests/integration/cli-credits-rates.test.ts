import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { jsonOf, runSiar, temporaryFolder } from '#tests/support/siar-process.ts';

// Each step is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const siar = (...args: string[]) =>
  runSiar(['--data', join(folder.path, 'data'), '--json', ...args]);
const done = async (...args: string[]) => {
  const ended = await siar(...args);
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  return jsonOf(ended);
};

beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

test('rates are listed, set, removed, written and read again', async () => {
  await done('gateway', 'add', 'Practice', '--driver', 'practice');
  const sg = await done('credits', 'rates', 'set', 'sg', '2.7');
  expect(sg).toMatchObject({ country: 'SG', prefix: '', rate: 2.7, confirmed: true });
  await done('credits', 'rates', 'set', 'MY', '1.5', '--prefix', '6011', '--unconfirmed');
  const out = join(folder.path, 'rates.csv');
  expect(await done('credits', 'rates', 'export', '--out', out)).toEqual({ rows: 10, file: out });
  await done('credits', 'rates', 'remove', 'MY', '--prefix', '6011');
  await writeFile(out, (await readFile(out, 'utf8')).replace('2.7', '3').replace('TW', 'XX'));
  expect((await siar('credits', 'rates', 'import', join(folder.path, 'none.csv'))).code).toBe(2);
  const result = await done('credits', 'rates', 'import', out);
  expect(result).toMatchObject({ rows: 10, added: 1, changed: 1, unchanged: 7, rejected: 1 });
  const { rates } = (await done('credits', 'rates', 'list')) as { rates: object[] };
  expect(rates.slice(0, 3)).toMatchObject([
    { country: 'MY', prefix: '', rate: null, effective: 1 },
    { country: 'MY', prefix: '6011', rate: 1.5, confirmed: false },
    { country: 'SG', rate: 3 },
  ]);
});

test('a slip is one sentence and changes nothing', async () => {
  const wrong = await siar('credits', 'rates', 'set', 'MY', '1', '--prefix', '011');
  expect(wrong.code).toBe(2);
  expect(jsonOf(wrong)).toMatchObject({ error: { code: 'bad-prefix' } });
  expect((await siar('credits', 'rates', 'set', 'MY', 'much')).code).toBe(2);
});

test('balances, alerts and the runway in one line each', async () => {
  await done('balance');
  expect(await done('credits', 'alert', '200000')).toEqual({ gateway: 'Practice', level: 200_000 });
  const balances = await siar('credits', 'balances');
  expect(JSON.parse(balances.stdout)).toMatchObject([
    { reading: { credits: 100_000 }, level: 200_000, lowSince: expect.any(Number) },
  ]);
  const runway = await siar('credits', 'runway');
  expect(JSON.parse(runway.stdout)).toMatchObject([
    { credits: 100_000, needed: 0, end: null, courses: [] },
  ]);
  const refused = await siar('credits', 'reconcile');
  expect(refused.code).toBe(3);
  expect(jsonOf(refused)).toMatchObject({ error: { code: 'practice-credits' } });
  expect((await siar('credits', 'alert', '1.5')).code).toBe(2);
});
