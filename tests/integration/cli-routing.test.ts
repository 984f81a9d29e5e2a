import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { jsonOf, runSiar, temporaryFolder } from '#tests/support/siar-process.ts';

// Each step is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const run = (args: string[], input?: string) =>
  runSiar(['--data', join(folder.path, 'data'), ...args], input === undefined ? {} : { input });
const done = async (args: string[], input?: string) => {
  const ended = await run(['--json', ...args], input);
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  const json: unknown = JSON.parse(ended.stdout);
  return json;
};

beforeAll(async () => {
  folder = await temporaryFolder();
  const secrets = '{"apiKey":"k","apiSecret":"s"}';
  for (const name of ['Own', 'Other']) {
    await done(['gateway', 'add', name, '--driver', 'esms', '--secrets-stdin'], secrets);
  }
  const file = join(folder.path, 'people.csv');
  await writeFile(file, 'phone,name\n0123456789,Ali\n01112345678,Siti\n01112345679,Tan\n');
  await done(['import', file, '--list', 'All']);
});
afterAll(() => folder.remove());

test('rules are added, listed, moved, changed, tried and removed by their place', async () => {
  const add = ['routing', 'add', '--gateway', 'Other'];
  expect(await done([...add, '--country', 'my'])).toMatchObject({
    position: 1,
    country: 'MY',
    prefix: null,
    gatewayName: 'Other',
    enabled: true,
    coveredBy: null,
  });
  expect(await done([...add, '--prefix', '+6011'])).toMatchObject({ position: 2, coveredBy: 1 });
  expect((await run(['routing', 'list'])).stdout).toContain('never: rule 1 is first');
  expect(await done(['routing', 'move', '2', '1'])).toMatchObject([
    { position: 1, prefix: '6011', coveredBy: null },
    { position: 2, country: 'MY' },
  ]);
  await done(['routing', 'set', '2', '--off']);
  expect(await done(['routing', 'try', '011-1234 5678'])).toMatchObject({
    msisdn: '601112345678',
    country: 'MY',
    rule: { position: 1, gatewayName: 'Other' },
  });
  expect(await done(['routing', 'try', '012-345 6789'])).toMatchObject({ rule: null });
  expect((await run(['routing', 'try', '0123456789'])).stdout).toContain('own gateway');
  expect(await done(['routing', 'remove', '2'])).toMatchObject({ country: 'MY', removed: true });
  expect(await done(['routing', 'list'])).toHaveLength(1);
});

test('the preview shows every gateway’s share, and --no-routing sends all by one', async () => {
  const create = ['campaign', 'create', 'Routed', '--list', 'All', '--text', 'Hello'];
  const routed = (await done([...create, '--gateway', 'Own'])) as { id: number };
  const preview = await done(['campaign', 'preview', String(routed.id)]);
  expect(preview).toMatchObject({
    recipients: 3,
    gateways: [
      { gatewayName: 'Own', own: true, recipients: 1, parts: 1, credits: 1, available: null },
      { gatewayName: 'Other', own: false, recipients: 2, parts: 2, credits: 2, warnings: [] },
    ],
  });
  const text = (await run(['campaign', 'preview', String(routed.id)])).stdout;
  expect(text).toMatch(/Own \(own\) +1 +1 +1/);
  const plain = (await done([...create, '--gateway', 'Own', '--no-routing'])) as { id: number };
  expect(await done(['campaign', 'preview', String(plain.id)])).toMatchObject({
    gateways: [{ gatewayName: 'Own', recipients: 3 }],
  });
});

test('a slip is one sentence with its own code, and changes nothing', async () => {
  const failing = async (...args: string[]) => {
    const ended = await run(['--json', ...args]);
    return [ended.code, (jsonOf(ended)['error'] as { code: string }).code];
  };
  const add = (...more: string[]) => failing('routing', 'add', '--gateway', 'Own', ...more);
  expect(await add('--prefix', '011')).toEqual([2, 'prefix-without-country-code']);
  expect(await add('--prefix', '6011')).toEqual([3, 'rule-exists']);
  expect(await add()).toEqual([2, 'one-of-both']);
  expect(await failing('routing', 'remove', '9')).toEqual([2, 'no-such-rule']);
  expect(await failing('gateway', 'remove', 'Other')).toEqual([3, 'gateway-in-rules']);
});
