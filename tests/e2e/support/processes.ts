import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '../../..');
/** Where the bundles are: `SIAR_OUT` for builds that several people must not share, else `out/`. */
const outFolder = resolve(root, process.env['SIAR_OUT'] ?? 'out');
/** One machine's memory per run, so that nothing is written to the user's own. */
const stateFolder = mkdtempSync(join(tmpdir(), 'siar-e2e-state-'));
process.once('exit', () => rmSync(stateFolder, { recursive: true, force: true }));
const READY_WITHIN_MS = 30_000;
const COMMAND_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;

/** The shipped sample spreadsheet. */
export const sampleFile = join(root, 'resources', 'samples', 'siar-sample-contacts.xlsx');
/** Where the guides and their pictures are. */
export const docsFolder = join(root, 'resources', 'docs');

/** A long-running `siar` of a test. */
export type Running = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** What it wrote to its log so far. */
  log(): string;
  /** SIGTERM, then SIGKILL where it does not end within 10 s. */
  stop(): Promise<void>;
};

const readySchema = z.object({ url: z.string(), port: z.number(), pid: z.number() });

function start(args: readonly string[]): ChildProcess {
  const siar = join(outFolder, 'main', 'siar.js');
  if (!existsSync(siar)) throw new Error(`${siar} is missing: run \`npm run build\` first.`);
  // CI is taken away: a person's Siar does not know it either.
  const { CI: _ci, SIAR_DATA: _data, SIAR_PASSWORD: _password, ...env } = process.env;
  return spawn(process.execPath, [siar, '--json', ...args], {
    env: {
      ...env,
      TZ: 'Asia/Kuala_Lumpur',
      SIAR_STATE: stateFolder,
      SIAR_RENDERER: join(outFolder, 'renderer'),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Everything a stream says, kept for the message of a failure. */
function listen(stream: NodeJS.ReadableStream | null): { text: string } {
  const heard = { text: '' };
  stream?.setEncoding('utf8').on('data', (chunk: string) => (heard.text += chunk));
  return heard;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}

/** Starts `siar serve` or `siar practice` and answers when its one line of JSON says it is ready. */
export async function startRunning(args: readonly string[]): Promise<Running> {
  const child = start(args);
  child.stdin?.end();
  const said = listen(child.stderr);
  const lines = createInterface({ input: child.stdout! });
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
  try {
    for await (const line of lines) {
      const ready = readySchema.parse(JSON.parse(line));
      return { ...ready, log: () => said.text, stop: () => stop(child) };
    }
  } finally {
    clearTimeout(timer);
    // Closing the reader pauses the pipe; it must keep flowing.
    child.stdout?.resume();
  }
  throw new Error(`siar ${args.join(' ')} ended before it was ready:\n${said.text}`);
}

/** How a command ended: its exit code and its one JSON document. */
export type Ended = { code: number; json: unknown };

/** Runs one command to its end. `input` goes to its stdin. */
export async function runCommand(args: readonly string[], input = ''): Promise<Ended> {
  const child = start(args);
  const out = listen(child.stdout);
  const said = listen(child.stderr);
  child.stdin?.end(input);
  const timer = setTimeout(() => child.kill('SIGKILL'), COMMAND_WITHIN_MS);
  await once(child, 'close');
  clearTimeout(timer);
  try {
    return { code: child.exitCode ?? -1, json: JSON.parse(out.text) };
  } catch {
    throw new Error(`siar ${args.join(' ')} gave no JSON (${child.exitCode}):\n${said.text}`);
  }
}
