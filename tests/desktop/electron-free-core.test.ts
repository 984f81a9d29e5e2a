import { fork, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from './support/built.ts';

/**
 * The built core and command line in plain Node, where looking for `electron` is an error: nothing
 * but the desktop's main process and the preload may need it (design record "one core, two hosts").
 */
const forbidElectron = pathToFileURL(
  join(import.meta.dirname, 'support', 'forbid-electron.ts'),
).href;

let out: string;
let dataFolder: string;

beforeAll(() => {
  out = ensureBuilt();
  dataFolder = mkdtempSync(join(tmpdir(), 'siar-plain-'));
}, 240_000);
afterAll(() => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10 }));

it('runs the command line with a real data folder and no Electron', () => {
  const run = spawnSync(
    process.execPath,
    [
      '--import',
      forbidElectron,
      '--disable-warning=ExperimentalWarning',
      join(out, 'main', 'siar.js'),
      '--data',
      dataFolder,
      '--json',
      'list',
      'ls',
    ],
    { encoding: 'utf8', timeout: 25_000 },
  );
  expect(run.stderr).not.toContain('electron was resolved');
  expect(run.status, run.stderr).toBe(0);
  expect(() => JSON.parse(run.stdout) as unknown).not.toThrow();
  expect(readdirSync(dataFolder)).toContain('siar.db');
});

it('loads the core’s own process with no Electron', async () => {
  const child = fork(
    join(import.meta.dirname, 'support', 'core-bootstrap.ts'),
    [join(out, 'main', 'core-process.js')],
    {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--import', forbidElectron, '--disable-warning=ExperimentalWarning'],
    },
  );
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  try {
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const answers: unknown[] = [];
    const answered = new Promise<void>((resolve) =>
      child.on('message', ({ data }: { data: unknown }) => {
        answers.push(data);
        if (Object(data).answer === 1) resolve();
      }),
    );
    const input = { dataFolder, version: '0.1.0', samplesFolder: dataFolder };
    child.send({ kind: 'message', data: { call: 'start', id: 1, input }, ports: [] });
    await Promise.race([answered, exited]);
    expect(stderr).toBe('');
    expect(answers).toContainEqual({ answer: 1, output: { language: 'en', theme: 'auto' } });
    // A call nobody declared, and one with a wrong shape, are refused and end nothing.
    child.send({ kind: 'message', data: { call: 'toString', id: 2, input: {} }, ports: [] });
    child.send({ kind: 'message', data: { call: 'adoptFile', id: 3, input: {} }, ports: [] });
    child.send({ kind: 'message', data: 'nonsense', ports: [] });
    child.send({ kind: 'message', data: { call: 'stop', id: 4, input: {} }, ports: [] });
    expect(await exited).toBe(0);
    expect(answers).toContainEqual(expect.objectContaining({ refusal: 2 }));
    expect(answers).toContainEqual(expect.objectContaining({ refusal: 3 }));
    expect(answers).toContainEqual({ answer: 4, output: {} });
  } finally {
    child.kill();
  }
});

it('names electron in nothing that any other entry than the desktop’s main can reach', () => {
  const entries = readdirSync(join(out, 'main')).filter(
    (name) => name.endsWith('.js') && name !== 'main.js',
  );
  expect(entries).toEqual(expect.arrayContaining(['siar.js', 'core-process.js']));
  const texts = new Map<string, string>();
  const follow = (file: string) => {
    // Paths in comments and strings lead nowhere.
    if (texts.has(file) || !existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    texts.set(file, text);
    for (const [, target] of text.matchAll(/(?:from|import\()\s*["'](\.\.?\/[^"']+\.js)["']/g)) {
      follow(join(file, '..', target ?? ''));
    }
  };
  for (const entry of entries) follow(join(out, 'main', entry));
  expect(texts.size).toBeGreaterThan(entries.length);
  const naming = [...texts].filter(([, text]) =>
    /(?:from|import\(|require\()\s*["']electron["']/.test(text),
  );
  expect(naming.map(([file]) => file)).toEqual([]);
  expect(readFileSync(join(out, 'main', 'main.js'), 'utf8')).toMatch(/from ["']electron["']/);
});
