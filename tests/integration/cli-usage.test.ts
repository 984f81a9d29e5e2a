import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { jsonOf, runSiar, temporaryFolder } from '#tests/support/siar-process.ts';

// Each step is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, 'data');
});
afterAll(() => folder.remove());

type ErrorDocument = { error: { code: string; message: string; details: object } };

async function failure(args: string[], input?: string) {
  const ended = await runSiar(['--data', data, '--json', ...args], { input });
  const { error } = jsonOf(ended) as ErrorDocument;
  expect(error.message).toMatch(/\S.*/);
  expect(error.details).toBeTypeOf('object');
  return { exit: ended.code, code: error.code, message: error.message };
}

test.each([
  [[], 2],
  [['nonsense'], 2],
  [['gateway', 'add', 'G', '--driver', 'pigeon'], 2],
  [['gateway', 'add', 'G'], 2],
  [['import', 'x.csv'], 2],
  [['import', '--list', 'L'], 2],
  [['import', 'x.csv', '--list', 'L', '--on-duplicate', 'explode'], 2],
  [['serve', '--port', '70000'], 2],
  [['campaign', 'retry', '1'], 2],
  [['campaign', 'resolve', '1', '--uncertain', 'maybe'], 2],
  [['list', 'ls', '--frobnicate'], 2],
])('wrong usage %j ends with %i and one JSON error', async (args, exit) => {
  expect((await failure(args)).exit).toBe(exit);
});

test('without --json a mistake is one sentence on stderr and nothing on stdout', async () => {
  const ended = await runSiar([
    '--data',
    data,
    'contacts',
    'export',
    '--list',
    'Nobody',
    '--out',
    'x.csv',
  ]);
  expect(ended.code).toBe(2);
  expect(ended.stdout).toBe('');
  expect(ended.stderr.trim()).toMatch(/^There is no list “Nobody”\. Nothing was changed\..*$/);
});

test('global options may follow the command', async () => {
  const ended = await runSiar(['list', 'ls', '--json', '--data', data]);
  expect(ended.code).toBe(0);
  expect(JSON.parse(ended.stdout)).toEqual([]);
});

test('SIAR_DATA names the folder where --data does not', async () => {
  const other = join(folder.path, 'by-environment');
  const made = await runSiar(['template', 'add', 'T', '--text', 'Hi', '--json'], {
    env: { SIAR_DATA: other },
  });
  expect(made.code).toBe(0);
  const seen = await runSiar(['--data', other, '--json', 'template', 'ls']);
  expect(JSON.parse(seen.stdout)).toMatchObject([{ name: 'T', text: 'Hi' }]);
});

test('a data folder that cannot be made is said', async () => {
  const file = join(folder.path, 'a-file');
  await writeFile(file, '');
  const ended = await runSiar(['--data', join(file, 'inside'), '--json', 'list', 'ls']);
  expect(ended.code).toBe(1);
  expect(jsonOf(ended)).toMatchObject({ error: { code: 'folder-unusable' } });
});

test('a file that is not there, a folder instead of a file', async () => {
  expect(await failure(['import', join(folder.path, 'no.csv'), '--list', 'L'])).toMatchObject({
    exit: 2,
    code: 'no-such-file',
  });
  const inner = join(folder.path, 'folder.csv');
  await mkdir(inner, { recursive: true });
  expect(await failure(['import', inner, '--list', 'L'])).toMatchObject({
    exit: 2,
    code: 'not-a-file',
  });
});

test.each([
  ['', 'nothing came'],
  ['not json', 'not JSON'],
  ['["a"]', 'one JSON object'],
  ['{"apiKey":1}', 'one JSON object'],
  ['{}', 'empty'],
  ['x'.repeat(100_000), '64 kB'],
])('credentials on stdin: %.20s', async (input, says) => {
  const result = await failure(
    ['gateway', 'add', 'E', '--driver', 'esms', '--secrets-stdin'],
    input,
  );
  expect(result).toMatchObject({ exit: 2, code: 'bad-secrets' });
  expect(result.message).toContain(says);
});

test('credentials are kept outside the database and never printed', async () => {
  const secret = 'a-very-secret-secret';
  const ended = await runSiar(
    ['--data', data, '--json', 'gateway', 'add', 'Kept', '--driver', 'esms', '--secrets-stdin'],
    { input: JSON.stringify({ apiKey: 'key-1', apiSecret: secret }) },
  );
  expect(jsonOf(ended)).toMatchObject({ name: 'Kept', driver: 'esms', secretsSet: true });
  expect(ended.stdout + ended.stderr).not.toContain(secret);
  expect(await readFile(join(data, 'siar.db'), 'latin1')).not.toContain(secret);
});

test('a campaign text must be given once, exactly, in UTF-8', async () => {
  const common = ['campaign', 'create', 'C', '--list', 'L', '--gateway', 'G'];
  expect(await failure(common)).toMatchObject({ exit: 2, code: 'no-text' });
  expect(await failure([...common, '--text', 'a', '--template', 'T'])).toMatchObject({
    exit: 2,
    code: 'no-text',
  });
  const latin = join(folder.path, 'latin1.txt');
  await writeFile(latin, Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  expect(await failure([...common, '--text-file', latin])).toMatchObject({
    exit: 2,
    code: 'bad-text-file',
  });
  expect(await failure([...common, '--text', 'a', '--at', 'tomorrow'])).toMatchObject({
    exit: 2,
    code: 'bad-time',
  });
});

test('an export decides its format by its ending', async () => {
  expect(await failure(['contacts', 'export', '--list', 'L', '--out', 'x.pdf'])).toMatchObject({
    exit: 2,
    code: 'bad-out-file',
  });
});
