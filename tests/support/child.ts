import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';
import type { PracticeScript } from '#core/gateways/practice/script.ts';

const root = resolve(import.meta.dirname, '../..');

/** A TypeScript file of this checkout running as a process of its own. */
export type Child = {
  readonly process: ChildProcess;
  /** The next line it prints as JSON; undefined when it ended. */
  line(): Promise<Record<string, unknown> | undefined>;
  /** Its exit code, or null when it was killed. */
  readonly ended: Promise<number | null>;
};

/** Starts a file under this Node, with its errors shown. */
export function startChild(file: string, args: readonly string[]): Child {
  const child = spawn(process.execPath, [join(root, file), ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    async line() {
      const { value, done } = await lines.next();
      if (done) return undefined;
      const parsed: unknown = JSON.parse(value);
      return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
    },
    ended: new Promise((ended) => child.once('exit', (code) => ended(code))),
  };
}

/** A practice gateway in another process; `stop` answers the longest it ever stood still, ms. */
export async function startPracticeProcess(
  record: string,
  script: PracticeScript,
  speaks: 'esms' | 'sms123' | 'smpp' = 'esms',
): Promise<{ url: string; stop(): Promise<number> }> {
  const child = startChild('tests/support/practice-process.ts', [
    record,
    JSON.stringify(script),
    speaks,
  ]);
  const url = (await child.line())?.['url'];
  if (typeof url !== 'string') throw new Error('the practice gateway did not start');
  return {
    url,
    async stop() {
      child.process.stdin?.end();
      const stalledMs = (await child.line())?.['stalledMs'];
      await child.ended;
      return typeof stalledMs === 'number' ? stalledMs : 0;
    },
  };
}

/** Every message in a record file. A line that is not whole was not taken. */
export function readRecord(
  file: string,
): { to: string; text: string; monotonicMs: number; id: string }[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}
