import { expect, it } from 'vitest';
import { startOperations, wait, type Operations } from '#tests/support/operations.ts';
import { assertAddsUp } from '#tests/support/test-core.ts';

/** Others: `SIAR_OPERATIONS_SEED=500 SIAR_OPERATIONS_SEEDS=100 npx vitest run tests/integration/whatever-people-do.test.ts`. */
const FIRST = Number(process.env['SIAR_OPERATIONS_SEED'] ?? 515);
const SEEDS = Number(process.env['SIAR_OPERATIONS_SEEDS'] ?? 4);
const OPERATIONS = 60;
/** Of this many rounds of 5 s each: retries wait for minutes. */
const ROUNDS = 250;
const ROUND_MS = 5_000;

type Attempt = {
  msisdn: string;
  text: string;
  number: number;
  outcome: string;
  state: string;
  charged: number;
  credits: number | null;
};

/** Resumes what paused until nothing is left to send; answers the campaigns that never ended. */
async function untilAllEnd({
  core,
  clock,
  campaignIds,
  gatewayIds,
}: Operations): Promise<string[]> {
  const { campaigns, gateways } = core.client;
  for (const id of gatewayIds) await gateways.update({ id, caps: [] });
  let open: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    open = [];
    for (const id of campaignIds) {
      const campaign = await campaigns.get({ id });
      assertAddsUp(core, campaign);
      const { name, state, counts, pauseReason } = campaign;
      if (state === 'finished' || state === 'stopped') continue;
      open.push(`${name} is ${state} (${pauseReason?.code}): ${JSON.stringify(counts)}`);
      // What cannot be resumed just now is tried in the next round.
      if (state === 'paused' && counts.sending === 0)
        await campaigns.resume({ id }).catch(() => {});
    }
    if (open.length === 0) return [];
    clock.advance(ROUND_MS);
    core.deps.engine.wake();
    await wait(40);
  }
  return open;
}

/** Invariants 1 and 6: each message was taken as often as its attempts say, and cost what they cost. */
function findWrongs({ core, takes }: Operations): string[] {
  const attempts = core.deps.db
    .prepare<[], Attempt>(
      `SELECT m.msisdn, m.text, a.number, a.outcome, m.state, m.charged, a.credits
       FROM attempts a JOIN messages m ON m.id = a.message_id`,
    )
    .all();
  // Each gateway counts the price prefix in or leaves it out.
  const keyOf = (to: string, text: string) => `${to} ${text.replace(/^RM0\.00 /, '')}`;
  const taken = Map.groupBy(takes, ({ to, text }) => keyOf(to, text));
  const made = Map.groupBy(attempts, ({ msisdn, text }) => keyOf(msisdn, text));
  const wrongs = [...taken.keys()]
    .filter((key) => !made.has(key))
    .map((key) => `${key}: taken, and nobody sent it`);
  for (const [key, list] of made) {
    const times = taken.get(key)?.length ?? 0;
    const least = list.filter(({ outcome }) => outcome === 'accepted').length;
    const doubtful = list.filter(({ outcome }) => ['ambiguous', 'interrupted'].includes(outcome));
    const story = list.map(({ number, outcome }) => `${number} ${outcome}`).join(', ');
    if (times < least || times > least + doubtful.length) {
      wrongs.push(`${key}: taken ${times} times, by its attempts (${story}) not so often`);
    }
    const cost = list.reduce((sum, { credits }) => sum + (credits ?? 0), 0);
    const [{ charged, state }] = list as [Attempt];
    // A report may tell of parts that were charged.
    if (charged !== cost && state !== 'delivered') wrongs.push(`${key}: ${charged} for ${cost}`);
  }
  return wrongs;
}

it.each(Array.from({ length: SEEDS }, (_, i) => FIRST + i))(
  'whatever is done to campaigns, every message ends, is taken as often as Siar says, and costs what it cost (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    const operations = await startOperations(seed);
    await operations.doSome(OPERATIONS);
    const wrongs = [...(await untilAllEnd(operations)), ...findWrongs(operations)];
    expect(wrongs, operations.story.join('; ')).toEqual([]);
    expect(operations.takes.length).toBeGreaterThan(100);
  },
);
