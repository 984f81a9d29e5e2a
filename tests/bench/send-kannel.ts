import { readdirSync, readFileSync } from 'node:fs';
import { Agent } from 'undici';
import { measure, report } from '#tests/bench/measure.ts';
import { KANNEL_SECRETS, startKannel } from '#tests/support/kannel.ts';
import { msisdnOf } from '#tests/support/people.ts';

/** Kannel's smsbox with a connected fake operator: posts and waits for "accepted". `send-kannel.ts MESSAGES IN_FLIGHT quiet|logs`. */
const [messages = '', inFlight = '', logging = 'quiet'] = process.argv.slice(2);
const n = Number(messages);
/** Clock ticks a second of /proc/PID/stat; 100 on every Linux that Node runs on. */
const TICKS = 100;

type Process = { cpuSeconds: number; peakMb: number };

/** The boxes, children of this process: CPU so far and highest resident size. */
function boxes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ');
        if (Number(stat[1]) !== process.pid) return [];
        const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        const ticks = Number(stat[11]) + Number(stat[12]);
        return [{ cpuSeconds: ticks / TICKS, peakMb: Number(peak ?? 0) / 1024 }];
      } catch {
        return [];
      }
    });
}

const cpuOf = (all: readonly Process[]) => all.reduce((sum, one) => sum + one.cpuSeconds, 0);

const kannel = await startKannel({ kind: 'fake' }, { logs: logging === 'logs' });
const agent = new Agent({ connections: Number(inFlight), pipelining: 1 });
let next = 0;

async function lane(): Promise<void> {
  while (next < n) {
    const query = new URLSearchParams({
      ...KANNEL_SECRETS,
      from: 'Siar',
      to: msisdnOf(next++),
      text: 'RM0.00 Hello',
    });
    const path = `/cgi-bin/sendsms?${query.toString()}`;
    const answer = await agent.request({ origin: kannel.url, path, method: 'GET' });
    const said = await answer.body.text();
    if (answer.statusCode !== 202) throw new Error(said);
  }
}

const before = cpuOf(boxes());
const took = await measure(async () => {
  await Promise.all(Array.from({ length: Number(inFlight) }, lane));
});
const after = boxes();
await kannel.stop();
report({
  perSecond: n / took.seconds,
  cpuUs: ((cpuOf(after) - before) * 1e6) / n,
  peakMb: after.reduce((sum, one) => sum + one.peakMb, 0),
});
