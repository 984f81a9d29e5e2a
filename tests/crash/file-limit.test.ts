import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examineDatabase } from '#core/doctor/examine.ts';
import { readWal } from '#tests/crash/support/wal.ts';
import { readRecord, startChild, startPracticeProcess } from '#tests/support/child.ts';
import { timesTaken } from '#tests/support/engine-bed.ts';
import { makeFolder, removeFolder } from '#tests/support/test-core.ts';

const PEOPLE = 3_000;
const FRAME = 4_120;

/** Sets RLIMIT_FSIZE of a running process: no file of its may grow past so many bytes. */
function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

/** Lets the log grow by some more frames and then `end` bytes of one; answers its size then. */
function limitLog(pid: number, wal: string, end: number): number {
  for (let more = 80; ; more *= 2) {
    const size = statSync(wal).size;
    const limit = size - ((size - 32) % FRAME) + more * FRAME + end;
    limitFiles(pid, limit);
    // It goes on writing meanwhile: a limit that it had passed already does not cut a frame.
    if (statSync(wal).size <= limit) return limit;
    limitFiles(pid, 'unlimited');
  }
}

const possible = (() => {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return process.platform === 'linux';
  } catch {
    return false;
  }
})();
if (!possible) process.stdout.write('SKIPPED: file-limit tests need prlimit (Linux).\n');

async function aBed() {
  const folder = await makeFolder();
  const record = join(folder, 'record');
  const practice = await startPracticeProcess(record, { reports: false, latencyMs: 3 });
  onTestFinished(async () => {
    await practice.stop();
    await removeFolder(folder);
  });
  const dataFolder = join(folder, 'data');
  const args = [dataFolder, join(folder, 'state'), practice.url, String(PEOPLE)];
  const start = () => {
    const child = startChild('tests/crash/limited-process.ts', args);
    onTestFinished(() => {
      child.process.kill('SIGKILL');
    });
    /** Reads what it says until the condition holds. */
    const until = async (holds: (said: Said) => boolean): Promise<Said> => {
      for (;;) {
        const said = (await child.line()) as Said | undefined;
        if (said === undefined) throw new Error('it ended by itself');
        if (holds(said)) return said;
      }
    };
    return { child, pid: child.process.pid!, until };
  };
  return { dataFolder, wal: join(dataFolder, 'siar.db-wal'), record, start };
}

type Said = {
  state: string;
  counts: Record<string, number>;
  pauseReason: { code: string; message: string } | null;
};

/** Bytes of a frame that still fit when the log may not grow: its header, half a page, all but one. */
const ENDS = [10, 24, 2_000, FRAME - 1];

describe.skipIf(!possible)('a log that may not grow in the middle of a frame', () => {
  it('stands still in a sentence, tells nobody twice, and goes on when it may', async () => {
    const { dataFolder, wal, record, start } = await aBed();
    const { child, pid, until } = start();
    let goal = 100;
    for (const end of ENDS) {
      await until(({ counts }) => (counts['accepted'] ?? 0) > goal);
      const limit = limitLog(pid, wal, end);
      // A limit that it had passed may have stopped it too, for a moment.
      const still = await until(
        ({ pauseReason }) => pauseReason?.code === 'disk' && statSync(wal).size === limit,
      );
      expect(still.pauseReason?.message).toContain('sends nothing it cannot record');
      // The limit was met inside a frame, not between two.
      expect((limit - 32) % FRAME).toBe(end);
      const before = await settled(record);
      await sleep(200);
      expect(readRecord(record).length).toBe(before);
      limitFiles(pid, 'unlimited');
      goal = (still.counts['accepted'] ?? 0) + 100;
    }
    await until(({ state }) => state === 'finished');
    expect(await child.ended).toBe(0);
    expectEverybodyOnce(dataFolder, record, 0);
  });

  it('loses nothing when it is killed while it stands still', async () => {
    const { dataFolder, wal, record, start } = await aBed();
    const { child, pid, until } = start();
    await until(({ counts }) => (counts['accepted'] ?? 0) > 200);
    const limit = limitLog(pid, wal, 1_234);
    const still = await until(
      ({ pauseReason }) => pauseReason?.code === 'disk' && statSync(wal).size === limit,
    );
    await settled(record);
    child.process.kill('SIGKILL');
    await child.ended;
    // What was committed before is there, and the frames that did not fit are not.
    expect(readWal(wal)?.frames.length).toBeGreaterThan(0);
    const again = start();
    await again.until(({ state }) => state === 'finished');
    expect(await again.child.ended).toBe(0);
    expectEverybodyOnce(dataFolder, record, still.counts['sending'] ?? 0);
  });
});

/** How many were taken once no more arrive: what was on its way when it stood still may yet. */
async function settled(record: string): Promise<number> {
  for (;;) {
    const before = readRecord(record).length;
    await sleep(100);
    if (readRecord(record).length === before) return before;
  }
}

function expectEverybodyOnce(dataFolder: string, record: string, mostUncertain: number): void {
  const times = [...timesTaken(readRecord(record)).values()];
  expect(times.every((n) => n === 1)).toBe(true);
  const db = new Database(join(dataFolder, 'siar.db'), { readonly: true });
  const states = db.prepare('SELECT state, count(*) AS n FROM messages GROUP BY state').all();
  db.close();
  const counts = Object.fromEntries(
    (states as { state: string; n: number }[]).map(({ state, n }) => [state, n]),
  );
  const { accepted = 0, uncertain = 0, ...others } = counts;
  expect(others).toEqual({});
  expect(accepted + uncertain).toBe(PEOPLE);
  expect(uncertain).toBeLessThanOrEqual(mostUncertain);
  expect(times.length).toBeGreaterThanOrEqual(accepted);
  expect(examineDatabase(dataFolder).filter(({ ok }) => !ok)).toEqual([]);
}
