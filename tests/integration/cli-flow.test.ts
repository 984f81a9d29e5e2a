import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import {
  jsonOf,
  runSiar,
  spawnSiar,
  startSiar,
  temporaryFolder,
  type Staying,
} from '#tests/support/siar-process.ts';

// Each step is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const staying: Staying[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(
    join(folder.path, 'people.csv'),
    'Telefon,Nama,Kelas\n0123456789,Ali,5A\n0198765432,陈大文,5B\nabc,Bad,1\n',
  );
  const many = Array.from(
    { length: 400 },
    (_, index) => `01234${String(50_000 + index)},P${index}`,
  );
  await writeFile(join(folder.path, 'many.csv'), `phone,name\n${many.join('\n')}\n`);
});
afterEach(async () => {
  for (const process of staying.splice(0)) {
    process.signal('SIGKILL');
    await process.ended;
  }
});
afterAll(() => folder.remove());

function siar(data: string) {
  const at = ['--data', join(folder.path, data), '--json'];
  return {
    at,
    ok: async (...args: string[]) => {
      const ended = await runSiar([...at, ...args]);
      expect(ended.code, ended.stdout + ended.stderr).toBe(0);
      return JSON.parse(ended.stdout) as Record<string, unknown>;
    },
    run: (...args: string[]) => runSiar([...at, ...args]),
  };
}

const STATUS = {
  id: expect.any(Number),
  name: expect.any(String),
  state: expect.any(String),
  counts: {
    frozen: expect.any(Number),
    excluded: expect.any(Number),
    queued: expect.any(Number),
    sending: expect.any(Number),
    accepted: expect.any(Number),
    delivered: expect.any(Number),
    undelivered: expect.any(Number),
    expired: expect.any(Number),
    rejected: expect.any(Number),
    uncertain: expect.any(Number),
    cancelled: expect.any(Number),
  },
  summary: { success: expect.any(Number), queue: expect.any(Number), failure: expect.any(Number) },
  credits: {
    predicted: expect.any(Number),
    reserved: expect.any(Number),
    charged: expect.any(Number),
  },
};

test('from a spreadsheet to an accepted message, with the documented shapes', async () => {
  const { ok } = siar('main-job');
  const file = join(folder.path, 'people.csv');
  const imported = await ok('import', file, '--list', 'Demo');
  expect(imported).toMatchObject({
    rows: 3,
    imported: 2,
    updated: 0,
    duplicates: 0,
    rejected: 1,
    listTotal: 2,
    errors: [{ row: 4, column: 'Telefon', value: 'abc' }],
  });
  expect(imported['repairs']).toBeTypeOf('object');
  expect(await ok('list', 'ls')).toMatchObject([{ name: 'Demo', contacts: 2 }]);
  expect(await ok('gateway', 'add', 'Practice', '--driver', 'practice')).toMatchObject({
    id: expect.any(Number),
    name: 'Practice',
    driver: 'practice',
  });
  expect(await ok('balance')).toMatchObject({
    balance: expect.any(Number),
    asOf: expect.any(Number),
  });
  const text = 'Salam {{ nama | default: name }}, "{{ kelas }}"';
  const create = ['campaign', 'create', 'First', '--list', 'Demo', '--gateway', 'Practice'];
  const made = await ok(...create, '--text', text);
  expect(made).toMatchObject({ id: expect.any(Number), state: 'draft' });
  expect(await ok('campaign', 'preview', 'First', '--samples', '2')).toMatchObject({
    recipients: 2,
    parts: 2,
    credits: 2,
    gsm7: 1,
    ucs2: 1,
    longestParts: 1,
    samples: [
      { to: '60123456789', text: 'RM0.00 Salam Ali, "5A"', encoding: 'gsm7', parts: 1 },
      { to: '60198765432', text: 'RM0.00 Salam 陈大文, "5B"', encoding: 'ucs2', parts: 1 },
    ],
  });
  const done = await ok('campaign', 'start', 'First', '--wait');
  expect(done).toMatchObject(STATUS);
  expect(done).toMatchObject({ state: 'finished', credits: { predicted: 2, charged: 2 } });
  expect(await ok('campaign', 'status', String(made['id']))).toMatchObject(STATUS);
  expect(await ok('campaign', 'ls')).toMatchObject([STATUS]);
  const out = join(folder.path, 'results.csv');
  expect(await ok('campaign', 'export', 'First', '--out', out)).toEqual({ rows: 2, file: out });
  const csv = await readFile(out, 'utf8');
  expect(csv).toContain('RM0.00 Salam 陈大文');
});

test('without --wait it is marked due, and says what will send it', async () => {
  const { ok, run } = siar('due');
  await ok('import', join(folder.path, 'people.csv'), '--list', 'L');
  await ok('gateway', 'add', 'P', '--driver', 'practice');
  await ok('campaign', 'create', 'C', '--list', 'L', '--gateway', 'P', '--text', 'Hi');
  const started = await run('campaign', 'start', 'C');
  expect(jsonOf(started)).toMatchObject({ state: 'scheduled', counts: { queued: 2 } });
  expect(started.stderr).toContain('siar serve');
  expect(await ok('campaign', 'resume', 'C', '--wait')).toMatchObject({ state: 'finished' });
});

test('a running serve owns the folder; commands and --wait go through it', async () => {
  const { ok, at } = siar('served');
  const serve = await startSiar([...at, 'serve', '--no-open']);
  staying.push(serve);
  await ok('import', join(folder.path, 'people.csv'), '--list', 'L');
  await ok('gateway', 'add', 'P', '--driver', 'practice');
  await ok('campaign', 'create', 'C', '--list', 'L', '--gateway', 'P', '--text', 'Hi');
  const done = await ok('campaign', 'start', 'C', '--wait');
  expect(done).toMatchObject({ state: 'finished' });
  const again = await ok('serve', '--no-open');
  expect(again).toMatchObject({ port: serve.ready.port, pid: serve.ready.pid });
  expect(again['url']).not.toBe(serve.ready.url);
  serve.signal('SIGTERM');
  expect((await serve.ended).code).toBe(0);
  expect(await ok('campaign', 'status', 'C')).toMatchObject({ state: 'finished' });
});

test('commands at the same time on one folder all do their work', async () => {
  const { ok } = siar('crowd');
  const names = ['a', 'b', 'c', 'd', 'e'];
  await Promise.all(names.map((name) => ok('template', 'add', name, '--text', 'Hi')));
  const all = (await ok('template', 'ls')) as unknown as { name: string }[];
  expect(all.map(({ name }) => name).toSorted()).toEqual(names);
});

test('after kill -9 of the owner the folder opens again', async () => {
  const { ok, at } = siar('killed');
  const serve = await startSiar([...at, 'serve', '--no-open']);
  await ok('template', 'add', 'Kept', '--text', 'Hi');
  serve.signal('SIGKILL');
  await serve.ended;
  expect(await ok('template', 'ls')).toMatchObject([{ name: 'Kept' }]);
});

test('Ctrl-C pauses the campaign, lets messages in flight end and says where it stands', async () => {
  const { ok, at } = siar('interrupted');
  await ok('import', join(folder.path, 'many.csv'), '--list', 'L');
  await ok('gateway', 'add', 'P', '--driver', 'practice', '--rate', '50');
  await ok('campaign', 'create', 'C', '--list', 'L', '--gateway', 'P', '--text', 'Hi {{ name }}');
  const { child, ended } = spawnSiar([...at, 'campaign', 'start', 'C', '--wait']);
  await expect
    .poll(async () => (await ok('campaign', 'status', 'C'))['counts'], { timeout: 20_000 })
    .toMatchObject({ accepted: expect.toSatisfy((count: number) => count > 10) });
  child.kill('SIGINT');
  const result = await ended;
  expect(result.code).toBe(1);
  const status = jsonOf(result) as {
    state: string;
    counts: Record<string, number>;
  };
  expect(status.state).toBe('paused');
  expect(status.counts['sending']).toBe(0);
  expect(status.counts['uncertain']).toBe(0);
  expect(status.counts['queued']).toBeGreaterThan(0);
  expect(result.stderr).toContain('resume');
  const after = (await ok('campaign', 'status', 'C')) as typeof status;
  // A report may still arrive while it stops; what left and what did not is settled.
  const left = ({ counts }: typeof status) => counts['accepted']! + counts['delivered']!;
  expect(after.counts['queued']).toBe(status.counts['queued']);
  expect(left(after)).toBe(left(status));
});

test('the practice gateway alone is real HTTP until a signal', async () => {
  const record = join(folder.path, 'record.jsonl');
  const practice = await startSiar(['--json', 'practice', '--record', record]);
  staying.push(practice);
  expect(practice.ready.url).toBe(`http://127.0.0.1:${practice.ready.port}`);
  const { ok, at } = siar('esms');
  await ok('import', join(folder.path, 'people.csv'), '--list', 'L');
  const added = await runSiar(
    [
      ...at,
      'gateway',
      'add',
      'E',
      '--driver',
      'esms',
      '--url',
      practice.ready.url,
      '--secrets-stdin',
    ],
    { input: '{"apiKey":"k","apiSecret":"s"}' },
  );
  expect(added.code, added.stdout).toBe(0);
  const create = ['campaign', 'create', 'C', '--list', 'L', '--gateway', 'E', '--window', 'always'];
  await ok(...create, '--text', 'Hi {{ name }}');
  expect(await ok('campaign', 'start', 'C', '--wait')).toMatchObject({ state: 'finished' });
  const lines = (await readFile(record, 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(2);
  practice.signal('SIGTERM');
  expect((await practice.ended).code).toBe(0);
});
