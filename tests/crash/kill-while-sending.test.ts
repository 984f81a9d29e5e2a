import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { MAX_IN_FLIGHT } from '#core/sending/sender.ts';
import { readRecord, startChild, startPracticeProcess } from '#tests/support/child.ts';
import { timesTaken } from '#tests/support/engine-bed.ts';
import { people } from '#tests/support/people.ts';
import { eventually, makeFolder, removeFolder } from '#tests/support/test-core.ts';

const PEOPLE = 2_000;
const RATE = 2_000;
const KILLS = 10;
/** More campaigns, each with its own seed: `SIAR_CRASH_RUNS=100 vitest run tests/crash`. */
const runs = Number(process.env['SIAR_CRASH_RUNS'] ?? 1);
const firstSeed = Number(process.env['SIAR_CRASH_SEED'] ?? 1);
const seeds = Array.from({ length: runs }, (_, i) => firstSeed + i);

/** Mulberry32: small, and the same everywhere. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Row = { msisdn: string; state: string };

/** The rows as a killed process left them. */
function readRows(dataFolder: string): Row[] {
  const db = new Database(join(dataFolder, 'siar.db'), { readonly: true });
  try {
    const tables = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'messages'").all();
    if (tables.length === 0) return [];
    return db.prepare('SELECT msisdn, state FROM messages ORDER BY msisdn').all() as Row[];
  } finally {
    db.close();
  }
}

function countLines(file: string): number {
  return readFileSync(file).reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 0);
}

const isAccepted = ({ state }: Row) => ['accepted', 'delivered'].includes(state);

it.each(seeds)(
  `is killed ${KILLS} times in a campaign of ${PEOPLE} and sends nobody twice, loses nothing (seed %i)`,
  { timeout: 180_000 },
  async (seed) => {
    const random = createRandom(seed);
    const dataFolder = await makeFolder();
    const record = join(dataFolder, 'record.jsonl');
    const script = { latencyMs: { min: 0, max: 12 }, reportDelayMs: 30 };
    const practice = await startPracticeProcess(record, script);
    onTestFinished(async () => {
      await practice.stop();
      await removeFolder(dataFolder);
    });
    const start = () =>
      startChild('tests/crash/sender-process.ts', [
        dataFolder,
        practice.url,
        String(PEOPLE),
        String(RATE),
      ]);

    const story: string[] = [];
    const check = (holds: boolean, what: string) => {
      if (holds) return;
      const command = `SIAR_CRASH_SEED=${seed} npx vitest run tests/crash`;
      throw new Error(`${what}\nrun it again: ${command}\n${story.join('\n')}`);
    };

    // When to kill, by what the gateway has taken: spread over the campaign, whatever the machine's speed.
    const targets = Array.from({ length: KILLS }, () => Math.floor(random() * PEOPLE * 0.95));
    for (const [kill, target] of targets.toSorted((a, b) => a - b).entries()) {
      const child = start();
      // Every now and then while it opens, freezes or starts.
      const early = random() < 0.2;
      const delay = random() * (early ? 300 : 8);
      await child.line();
      // What earlier kills left in doubt may keep the last targets out of reach: then it ends by itself.
      let isOver = false;
      void child.ended.then(() => {
        isOver = true;
      });
      if (!early) await eventually(() => isOver || countLines(record) >= target, 60_000);
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.process.kill('SIGKILL');
      await child.ended;
      const rows = readRows(dataFolder);
      const inFlight = rows.filter(({ state }) => state === 'sending').length;
      const taken = timesTaken(readRecord(record));
      story.push(
        `kill ${kill + 1} ${early ? 'early' : `from ${target}`} +${delay.toFixed(0)} ms: ${taken.size} taken, ${rows.length} rows, ${inFlight} in flight`,
      );
      check(inFlight <= MAX_IN_FLIGHT, 'more in flight than allowed');
      check(
        [...taken.values()].every((n) => n === 1),
        'somebody was sent it twice',
      );
      check(
        rows.filter(isAccepted).every(({ msisdn }) => taken.has(msisdn)),
        'the database says accepted, the gateway does not',
      );
      const known = new Map(rows.map(({ msisdn, state }) => [msisdn, state]));
      const untold = [...taken.keys()].filter((msisdn) => {
        const state = known.get(msisdn) ?? 'nothing';
        return !['sending', 'uncertain', 'accepted', 'delivered'].includes(state);
      });
      check(untold.length === 0, `sent without a committed intent: ${untold.join()}`);
    }

    const last = start();
    for (let line = await last.line(); line; line = await last.line())
      story.push(String(line['at']));
    expect(await last.ended, story.join('\n')).toBe(0);

    const rows = readRows(dataFolder);
    const taken = timesTaken(readRecord(record));
    const states = Map.groupBy(rows, ({ state }) => state);
    const counts = Object.fromEntries([...states].map(([state, of]) => [state, of.length]));
    story.push(`end: ${taken.size} taken, ${JSON.stringify(counts)}`);
    process.stdout.write(`crash seed ${seed}: ${story.at(-1)}\n`);
    if (process.env['SIAR_CRASH_STORY']) process.stdout.write(`${story.join('\n')}\n`);
    check(
      rows.map(({ msisdn }) => msisdn).join() ===
        people(PEOPLE)
          .map((p) => p.msisdn)
          .join(),
      'the frozen audience is not whole',
    );
    check(
      [...taken.values()].every((n) => n === 1),
      'somebody was sent it twice',
    );
    check(
      rows.every((row) => row.state === 'uncertain' || (isAccepted(row) && taken.has(row.msisdn))),
      'a message is neither accepted nor uncertain',
    );
    check(
      (counts['uncertain'] ?? 0) > 0,
      'no kill hit a message in flight: the test proves nothing',
    );
    check((counts['uncertain'] ?? 0) <= KILLS * MAX_IN_FLIGHT, 'more uncertain than in flight');
    check(taken.size >= PEOPLE - (counts['uncertain'] ?? 0), 'somebody is missing');
  },
);
