import { Agent } from 'undici';
import { measure, peakMb, perThing, report } from '#tests/bench/measure.ts';
import { msisdnOf } from '#tests/support/people.ts';

/** The floor: posts and reads answers, keeps nothing. `send-bare.ts URL MESSAGES IN_FLIGHT`. */
const [url = '', messages = '', inFlight = ''] = process.argv.slice(2);
const n = Number(messages);
const agent = new Agent({ connections: Number(inFlight), pipelining: 1 });
let next = 0;

async function lane(): Promise<void> {
  while (next < n) {
    const body = JSON.stringify({
      user: 'practice',
      pass: 'practice',
      to: msisdnOf(next++),
      msg: 'RM0.00 Hello',
      type: 0,
    });
    const answer = await agent.request({
      origin: url,
      path: '/sms/send',
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
    });
    const { status } = JSON.parse(await answer.body.text());
    if (status !== 0) throw new Error(`status ${status}`);
  }
}

const lanes = () => Promise.all(Array.from({ length: Number(inFlight) }, lane));
const took = await measure(async () => void (await lanes()));
report({ ...perThing(n, took), peakMb: peakMb() });
