import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import {
  jsonOf,
  runSiar,
  spawnSiar,
  startSiar,
  temporaryFolder,
  type Staying,
} from '#tests/support/siar-process.ts';
import { eventually, openCore } from '#tests/support/test-core.ts';

// Each step is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SECRET = 'hush-Zk83-never-in-the-database';
const TO = ['--to', '60123456789'];
const AT = ['--gateway', 'Account'];

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let practice: Staying;
const staying: Staying[] = [];
const record = () => join(folder.path, 'record.jsonl');
const data = () => join(folder.path, 'data');

beforeAll(async () => {
  folder = await temporaryFolder();
  practice = await startSiar(['practice', '--record', record(), '--json']);
  const added = await runSiar(
    ['--data', data(), '--json', 'gateway', 'add', 'Account', '--driver', 'esms'].concat([
      '--url',
      practice.ready.url,
      '--secrets-stdin',
    ]),
    { input: JSON.stringify({ apiKey: 'key-1', apiSecret: SECRET }) },
  );
  expect(added.code, added.stdout + added.stderr).toBe(0);
});
afterEach(async () => {
  for (const process of staying.splice(0)) {
    process.signal('SIGTERM');
    await process.ended;
  }
});
afterAll(async () => {
  practice.signal('SIGKILL');
  await practice.ended;
  await folder.remove();
});

const otp = (...args: string[]) => runSiar(['--data', data(), '--json', 'otp', ...args]);

/** The text that the phone got last: only the practice gateway's own record has it. */
async function lastText(): Promise<string> {
  const lines = (await readFile(record(), 'utf8')).trim().split('\n');
  const message = JSON.parse(lines.at(-1) ?? '{}') as { text: string };
  return message.text;
}

/** Files below the data folder that grep finds a text in. */
async function grep(text: string): Promise<string[]> {
  const found = await promisify(execFile)('grep', ['-rlaF', '--', text, data()]).catch(() => null);
  return (found?.stdout ?? '')
    .trim()
    .split('\n')
    .filter((line) => line !== '');
}

test('sends, verifies wrong and right, and keeps no code', async () => {
  const sent = await otp(
    'send',
    ...AT,
    ...TO,
    '--brand',
    'Eaon',
    '--minutes',
    '5',
    '--app-id',
    '2',
  );
  expect(sent.code, sent.stdout + sent.stderr).toBe(0);
  expect(jsonOf(sent)).toMatchObject({
    status: 0,
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    parts: 1,
    creditDeducted: 1,
  });
  const text = await lastText();
  expect(text).toMatch(
    /^RM0\.00 Eaon - Your OTP code is \d{6}\. This is valid for the next 5 minutes\.$/,
  );
  const code = /\d{6}/.exec(text)?.[0] ?? '';
  const other = code === '000000' ? '000001' : '000000';
  const wrong = await otp('verify', ...AT, ...TO, '--code', other, '--app-id', '2');
  expect(wrong.code).toBe(1);
  expect(jsonOf(wrong)).toMatchObject({ verified: false, status: 16 });
  const otherApp = await otp('verify', ...AT, ...TO, '--code', code);
  expect([otherApp.code, jsonOf(otherApp)['status']]).toEqual([1, 16]);
  const right = await otp('verify', ...AT, ...TO, '--code', code, '--app-id', '2');
  expect(right.code).toBe(0);
  expect(jsonOf(right)).toMatchObject({ verified: true, status: 0 });
  expect(await grep('60123456789')).not.toEqual([]);
  expect(await grep(code)).toEqual([]);
  // Credentials lie in the state folder.
  expect(await grep(SECRET)).toEqual([]);
});

test('an own text through the Siar that owns the folder', async () => {
  staying.push(await startSiar(['--data', data(), '--json', 'serve', '--no-open']));
  const sent = await otp('send', ...AT, ...TO, '--text', 'Kod #otp#, sah #duration# minit');
  expect(sent.code, sent.stdout + sent.stderr).toBe(0);
  expect(await lastText()).toMatch(/^RM0\.00 Kod \d{6}, sah 3 minit$/);
});

test.each([
  [['--brand', 'Eaon', '--minutes', '10'], 'invalid-duration', 14],
  [['--brand', 'Eaon', '--language', 'ms'], 'invalid-language', 15],
  [['--brand', 'a'.repeat(21)], 'brand-too-long', 13],
  [['--text', 'no mark'], 'otp-missing', 12],
  [[], 'brand-or-message-required', 11],
  [['--text', `#otp#${'x'.repeat(160)}`], 'content-too-long', 8],
])('%j is refused before the call, with the page’s status', async (args, code, status) => {
  const before = await readFile(record(), 'utf8');
  const ended = await otp('send', ...AT, ...TO, ...args);
  expect(ended.code).toBe(2);
  expect(jsonOf(ended)).toMatchObject({ error: { code, details: { status } } });
  expect(await readFile(record(), 'utf8')).toBe(before);
});

test('a refusal of the gateway is exit 1, with its status and what to do', async () => {
  const ended = await otp('send', ...AT, '--to', '60125550005', '--brand', 'Eaon');
  expect(ended.code).toBe(1);
  expect(jsonOf(ended)).toMatchObject({
    status: 5,
    state: 'rejected',
    error: { code: 'otp-rejected', message: expect.stringContaining('Insufficient credits') },
  });
});

test('killed while the gateway keeps silent: uncertain, and not asked again', async () => {
  // Taken, then never answered.
  const silent = '60125550011';
  const taken = () => readFileSync(record(), 'utf8').split(silent).length - 1;
  const sending = spawnSiar(
    ['--data', data(), '--json', 'otp', 'send', ...AT, '--to', silent].concat(['--brand', 'Eaon']),
  );
  await eventually(() => taken() === 1, 30_000);
  sending.child.kill('SIGKILL');
  await sending.ended;
  const core = await openCore({ dataFolder: data() });
  const { rows } = await core.client.otp.page({ search: silent });
  await core.stop();
  expect(rows).toMatchObject([{ msisdn: silent, state: 'uncertain', status: null, credits: null }]);
  expect(rows[0]?.reason).toContain('Siar ended while this code was being asked for');
  expect(taken()).toBe(1);
});

test('people read a sentence', async () => {
  const sent = await runSiar(['--data', data(), 'otp', 'send', ...AT, ...TO, '--brand', 'Eaon']);
  expect(sent.stdout).toContain('Account sent a code to 60123456789, valid for 3 min');
  const wrong = await runSiar(['--data', data(), 'otp', 'verify', ...AT, ...TO, '--code', '1']);
  expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringContaining('Invalid OTP code')]);
});
