import { availableParallelism, loadavg } from 'node:os';
import { startChild, startPracticeProcess } from '#tests/support/child.ts';
import { kannelMissing } from '#tests/support/kannel.ts';

/**
 * `npm run bench`: every case in a process of its own, sending cases five times in turn so that a
 * busy moment hits all of them; medians side by side. The gateway is one practice server for all. CPU is
 * that of the sending process (of Kannel's boxes for Kannel).
 */
const ROUNDS = 5;
const MESSAGES = 6_000;
/** Most of it after the just-in-time compilers are done, which weigh on the first thousands of every loop. */
const LONG = 20_000;
const IN_FLIGHT = 50;

type Figures = Record<string, number | string>;
const say = (line: string) => process.stdout.write(`${line}\n`);
const whole = (n: number) => Math.round(n).toLocaleString('en');
const num = (value: number | string | undefined) =>
  typeof value === 'number' ? value : Number.NaN;

async function run(name: string, ...args: (string | number)[]): Promise<Figures> {
  const child = startChild(`tests/bench/${name}.ts`, args.map(String));
  const line = await child.line();
  if (!line || (await child.ended) !== 0) throw new Error(`${name} failed`);
  const figures: Figures = {};
  for (const [key, value] of Object.entries(line)) {
    figures[key] = typeof value === 'number' ? value : String(value);
  }
  return figures;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const practice = await startPracticeProcess('', { reports: false, balance: 1_000_000_000 });
const { url } = practice;
const smpp = await startPracticeProcess('', { reports: false }, 'smpp');
const sms123 = await startPracticeProcess('', { balance: 1_000_000_000 }, 'sms123');
const startedAt = performance.now();
const load = loadavg()[0] ?? 0;
say(`Node ${process.versions.node}, ${availableParallelism()} cores, load ${load.toFixed(1)}`);

const noKannel = kannelMissing();
if (noKannel !== null) say(`NOT COMPARED with Kannel: ${noKannel}`);

const BARE = 'bare undici loop';
const KANNEL = 'Kannel smsbox, quiet';
const LOGGING_KANNEL = 'Kannel smsbox, its logs';
/** Rates beyond what anything here reaches: nothing holds them back. */
const FREE = 100_000;

function casesOf(
  messages: number,
  which: 'all' | 'fastest',
): Record<string, () => Promise<Figures>> {
  const durable = (at: string, rate: number, driver: string, n = messages) =>
    run('send-durable', at, n, rate, driver);
  return {
    [BARE]: () => run('send-bare', url, messages, IN_FLIGHT),
    'durable, over HTTP': () => durable(url, FREE, 'practice'),
    ...(which === 'all' && {
      'durable, rate 5,000': () => durable(url, 5_000, 'practice'),
      'durable, SMPP session': () => durable(smpp.url, FREE, 'smpp'),
      'durable, SMS123 by 100': () => durable(sms123.url, FREE, 'sms123', 3 * messages),
    }),
    ...(noKannel === null && {
      [KANNEL]: () => run('send-kannel', messages, IN_FLIGHT, 'quiet'),
      [LOGGING_KANNEL]: () => run('send-kannel', messages, IN_FLIGHT, 'logs'),
    }),
  };
}

/** Prints a line for each case: what it sends a second, and beside the bare loop and Kannel of the same rounds. */
async function compare(messages: number, which: 'all' | 'fastest'): Promise<void> {
  const results = new Map<string, Figures[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, start] of Object.entries(casesOf(messages, which))) {
      results.set(name, [...(results.get(name) ?? []), await start()]);
    }
  }
  say(
    `\nSending ${whole(messages)} messages from a fresh start, ${IN_FLIGHT} requests at once, gateway in another process (${ROUNDS} rounds, median first)${noKannel === null ? '; × Kannel: quiet (with the logs that its package sets up)' : ''}`,
  );
  const all = (name: string, figure: string) =>
    (results.get(name) ?? []).map((figures) => num(figures[figure]));
  const speedOf = (name: string) => median(all(name, 'perSecond'));
  for (const name of results.keys()) {
    const speed = speedOf(name);
    const share = ((100 * speed) / speedOf(BARE)).toFixed(0).padStart(3);
    const timesOf = (kannel: string) => (speed / speedOf(kannel)).toFixed(1);
    const times =
      noKannel === null ? `  ${timesOf(KANNEL)} (${timesOf(LOGGING_KANNEL)}) × Kannel` : '';
    const cpu = (median(all(name, 'cpuUs')) / 1_000).toFixed(3);
    const peak = whole(median(all(name, 'peakMb'))).padStart(4);
    const rounds = all(name, 'perSecond').map(whole).join(', ');
    say(
      `  ${name.padEnd(24)} ${whole(speed).padStart(7)}/s  ${share} % of bare${times}  ${cpu} CPU s per 1,000  ${peak} MB peak  (${rounds})`,
    );
  }
}

await compare(MESSAGES, 'all');
await compare(LONG, 'fastest');

const overHttp = await run('reports-over-http', url, 5_000, 8);
const short = await run('memory', url, 10_000);
const long = await run('memory', url, 1_000_000);
await Promise.all([practice, smpp, sms123].map((one) => one.stop()));
say(
  `\nMemory while sending 5,000 of a queue\n  of    10,000           ${whole(num(short['mb']))} MB, ${whole(num(short['perSecond']))}/s\n  of 1,000,000           ${whole(num(long['mb']))} MB, ${whole(num(long['perSecond']))}/s`,
);
say('\nDatabase alone (WAL, synchronous=FULL)');
for (const batch of [1, 10, 100]) {
  const ledger = await run('ledger', batch === 1 ? 2_000 : 20_000, batch);
  say(
    `  claim + record by ${String(batch).padStart(3)}     ${whole(num(ledger['perSecond'])).padStart(7)} messages/s  ${whole(num(ledger['transactions']))} transactions/s`,
  );
  if (batch === 100)
    say(
      `  delivery reports         ${whole(num(ledger['reports'])).padStart(7)}/s, one transaction each`,
    );
}
say(
  `  delivery reports over HTTP ${whole(num(overHttp['perSecond'])).padStart(5)}/s, 8 at a time, answered after the commit`,
);

const frozen = await run('freeze', 100_000);
say('\n100,000 people');
say(
  `  freeze                  ${num(frozen['seconds']).toFixed(1)} s (preview alone ${num(frozen['preview']).toFixed(1)} s), peak ${whole(num(frozen['peakMb']))} MB`,
);
const imported = await run('import-file', 100_000);
say(
  imported['failed'] === undefined
    ? `  import of a CSV         ${whole(num(imported['perSecond']))} rows/s, peak ${whole(num(imported['peakMb']))} MB`
    : `  import of a CSV         ${imported['failed']}`,
);
const idle = await run('idle');
say(`\nIdle core, run from source: ${whole(num(idle['mb']))} MB resident`);
say(`\nTook ${((performance.now() - startedAt) / 1_000).toFixed(0)} s.`);
