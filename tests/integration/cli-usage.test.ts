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

test('a mistake in the command line is one sentence that says where to look', async () => {
  const { message } = await failure(['campain', 'ls']);
  expect(message).toBe(
    "Unknown command 'campain' (Did you mean campaign?) Nothing was done; `siar --help`, also after a command, shows how.",
  );
  const ended = await runSiar(['--data', data, 'list', 'ls', '--frobnicate']);
  expect(ended.stderr).toMatch(/^Unknown option '--frobnicate'\. Nothing was done; .*\n$/);
});

test.each([[['--data', '']], [['--data', '--json']]])(
  'an unset variable leads to no other folder: %j',
  async (args) => {
    const ended = await runSiar([...args, '--json', 'list', 'ls']);
    expect(ended.code).toBe(2);
    expect(jsonOf(ended)).toMatchObject({ error: { code: 'no-data-folder' } });
  },
);

test('an empty name is said in words', async () => {
  const table = join(folder.path, 'one.csv');
  await writeFile(table, 'name,phone\nAli,0125550101\n');
  const refused = await failure(['import', table, '--list', '']);
  expect(refused).toMatchObject({ exit: 2, code: 'invalid-input' });
  expect(refused.message).toContain('listName: it is empty.');
});

test('plain http to another computer must be asked for, and can be', async () => {
  const args = ['gateway', 'add', 'Lan', '--driver', 'esms', '--url', 'http://192.0.2.1'];
  const secrets = JSON.stringify({ apiKey: 'k', apiSecret: 's' });
  expect(await failure([...args, '--secrets-stdin'], secrets)).toMatchObject({
    exit: 2,
    code: 'plain-http',
  });
  const made = await runSiar(
    ['--data', data, '--json', ...args, '--secrets-stdin', '--allow-plain-http'],
    { input: secrets },
  );
  expect(jsonOf(made)).toMatchObject({ name: 'Lan', url: 'http://192.0.2.1' });
});

test.runIf(process.platform !== 'win32')(
  'a text file without an end is not read whole',
  async () => {
    const common = ['campaign', 'create', 'C', '--list', 'L', '--gateway', 'G'];
    expect(await failure([...common, '--text-file', '/dev/zero'])).toMatchObject({
      exit: 2,
      code: 'bad-text-file',
    });
  },
);

test('a time that has passed would send at once, so it is refused', async () => {
  const common = ['campaign', 'create', 'C', '--list', 'L', '--gateway', 'G', '--text', 'a'];
  expect(await failure([...common, '--at', '2020-01-01T09:30'])).toMatchObject({
    exit: 2,
    code: 'time-passed',
  });
});

test('which of two campaigns of one name is meant is not guessed', async () => {
  const table = join(folder.path, 'two.csv');
  await writeFile(table, 'name,phone\nAli,0125550101\n');
  const at = ['--data', data, '--json'];
  await runSiar([...at, 'import', table, '--list', 'Twins']);
  await runSiar([...at, 'gateway', 'add', 'Twin', '--driver', 'practice']);
  const create = ['campaign', 'create', 'Same', '--list', 'Twins', '--gateway', 'Twin'];
  const first = Number(jsonOf(await runSiar([...at, ...create, '--text', 'a']))['id']);
  const second = Number(jsonOf(await runSiar([...at, ...create, '--text', 'b']))['id']);
  const refused = await failure(['campaign', 'start', 'same', '--wait']);
  expect(refused).toMatchObject({ exit: 2, code: 'which-campaign' });
  expect(refused.message).toContain(`${second} (draft), ${first} (draft)`);
  const status = await runSiar([...at, 'campaign', 'status', String(first)]);
  expect(jsonOf(status)).toMatchObject({ id: first, state: 'draft' });
});

test('a country that is none is said once, not in every row', async () => {
  const table = join(folder.path, 'one.csv');
  await writeFile(table, 'name,phone\nAli,0125550101\n');
  expect(await failure(['import', table, '--list', 'L', '--country', 'zz'])).toMatchObject({
    exit: 2,
    code: 'unknown-country',
  });
});
