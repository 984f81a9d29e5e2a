import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '..', '..');
/** From source, so that a test file runs alone; `npm test` names the built program. */
const MAIN = join(ROOT, process.env['SIAR_TEST_CLI'] ?? 'electron/headless/cli/main.ts');
const ENDS_WITHIN_MS = 60_000;

/** What one command line ended with. */
export type Ended = { code: number | null; stdout: string; stderr: string };

/** How to run a command line. */
export type RunOptions = { input?: string; env?: Record<string, string> };

/** A fresh folder under the system's temporary one, and what removes it. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'siar-cli-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Runs a command in a process of its own to its end. */
export async function runSiar(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = start(args, options);
  child.stdin?.end(options.input ?? '');
  return ending(child);
}

/** The one JSON document that a command printed. Throws when stdout is anything else. */
export function jsonOf(ended: Ended): Record<string, unknown> {
  const lines = ended.stdout.split('\n').filter((line) => line !== '');
  if (lines.length !== 1) {
    throw new Error(`expected one line on stdout, got: ${ended.stdout}\nstderr: ${ended.stderr}`);
  }
  return JSON.parse(lines[0]!) as Record<string, unknown>;
}

/** A command that stays, such as serve: ready once it printed its line. */
export type Staying = {
  readonly ready: { url: string; port: number; pid: number };
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
};

/** Starts a command that stays, with --json. Throws when it ends instead of getting ready. */
export async function startSiar(
  args: readonly string[],
  options: RunOptions = {},
): Promise<Staying> {
  const child = start(args, options);
  child.stdin?.end();
  const ended = ending(child);
  const lines = createInterface({ input: child.stdout! });
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => String(text)),
    ended.then((result) => {
      throw new Error(`it ended with ${result.code}: ${result.stdout}${result.stderr}`);
    }),
  ]);
  return {
    ready: JSON.parse(line) as Staying['ready'],
    signal: (name) => child.kill(name),
    ended,
  };
}

/** Starts a command and leaves the rest to the test. */
export function spawnSiar(args: readonly string[], options: RunOptions = {}) {
  const child = start(args, options);
  child.stdin?.end();
  return { child, ended: ending(child) };
}

function start(args: readonly string[], { env }: RunOptions): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], {
    cwd: ROOT,
    env: { ...process.env, CI: '1', SIAR_LOG: 'error', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

async function ending(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  return { code: code as number | null, stdout, stderr };
}
