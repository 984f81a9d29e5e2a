import type { Core } from '#core/create-core.ts';
import { creditTopUp } from '#core/credits/ledger/movements.ts';
import { transaction } from '#core/store/statement.ts';
import type { CampaignState } from '#shared/campaigns/lifecycle.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import { readFailure } from '#shared/contract/to-failure.ts';
import { actingAs } from '#tests/support/acting-as.ts';
import { createRandom } from '#tests/crash/support/random.ts';
import { msisdnOf } from '#tests/support/people.ts';
import { aCampaign, aGateway, openCore } from '#tests/support/test-core.ts';

/**
 * A day in a shop, made to be killed: `day-process.ts FOLDER GATEWAY_URL OWNERS_PASSWORD SEED FROM TO` does operations
 * FROM to TO (excluded), each chosen by the seed and its number. Prints `{"op":N}` before each, and
 * `{"at":"over","refused":N}` when it is done and everything is written.
 */
const [dataFolder = '', url = '', password = '', seed = '', from = '', to = ''] =
  process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const opened = await openCore({ dataFolder });
// The owner's calls, whatever the sign-in of this process.
const core = actingAs(opened, { userId: null, role: 'owner' });
const { db, clock } = core.deps;
const known = (await core.client.gateways.all())[0]?.id;
const gatewayId = known ?? (await aGateway(core, { url, rate: 400 }));
if (known === undefined) {
  await opened.client.users.begin({ name: 'Owner', password });
  for (const name of ['Aisyah', 'Mei Ling']) {
    db.prepare(
      "INSERT INTO users (name, role, password, daily_limit, created_at) VALUES (?, 'sender', '', ?, 0)",
    ).run(name, name === 'Aisyah' ? 400 : null);
  }
}
const users = db.prepare<[], number>("SELECT id FROM users WHERE role = 'sender'").pluck().all();
const clients = [
  core.client,
  ...users.map((userId) => actingAs(core, { userId, role: 'sender' }).client),
];
await core.startEngine();
say({ at: 'open' });
let refused = 0;
for (let op = Number(from); op < Number(to); op += 1) {
  say({ op });
  try {
    await work(op);
  } catch (error) {
    // What a safety check refuses is part of the day; anything else is a defect.
    const failure = readFailure(error);
    if (failure === undefined || failure.kind === 'failed' || failure.code === 'internal')
      throw error;
    refused += 1;
  }
}
await opened.stop();
say({ at: 'over', refused });

async function work(op: number): Promise<void> {
  const random = createChoices(createRandom(Number(seed) * 10_007 + op));
  const owner = random.pick([null, ...users]);
  const other = random.pick([null, ...users]);
  const { client } = core;
  const credits = random.whole(1, 300);
  const reason = `operation ${op}`;
  const act = random.pick<() => Promise<unknown>>([
    () => client.credits.adjust({ gatewayId, userId: owner, credits: credits - 100 || 1, reason }),
    async () => topUp(owner, credits * 3, op + 1),
    () => client.credits.transfer({ gatewayId, from: owner, to: other, credits, reason }),
    () => client.credits.transfer({ gatewayId, from: null, to: other, credits, reason }),
    ...Array.from({ length: 5 }, () => () => start(random.pick(clients), op, random)),
    () => on(['running', 'scheduled'], (id) => client.campaigns.pause({ id })),
    () => on(['paused'], (id) => client.campaigns.resume({ id })),
    () => on(['paused'], (id) => client.campaigns.resume({ id })),
    () => on(['running', 'paused', 'scheduled'], (id) => client.campaigns.stop({ id })),
    () => on(['finished', 'stopped'], (id) => client.campaigns.retry({ id })),
    () => on(['finished'], (id) => client.campaigns.resolve({ id, uncertain: 'leave' })),
    () => on(['finished'], (id) => client.campaigns.resolve({ id, uncertain: 'resend' })),
    () => random.pick(clients).campaigns.testSend({ gatewayId, to: msisdnOf(op), text: 'Test' }),
    () => random.pick(clients).otp.send({ gatewayId, to: msisdnOf(op), brand: 'Kedai' }),
    () => client.suppressions.add({ phones: [msisdnOf(random.whole(1, 40))], reason }),
    () => client.gateways.balance({ id: gatewayId }),
  ]);
  await act();

  async function on(states: CampaignState[], move: (id: number) => Promise<unknown>) {
    const { rows } = await client.campaigns.page({ limit: 500 });
    const ids = rows.filter(({ state }) => states.includes(state)).map(({ id }) => id);
    if (ids.length > 0) await move(random.pick(ids));
  }
}

/** A cleared top-up, as the screen for top-ups books it. */
function topUp(userId: number | null, credits: number, topUpId: number): void {
  const booked = { actorId: null, at: clock.now() };
  transaction(db, () => creditTopUp(db, { gatewayId, userId, credits, topUpId, ...booked }));
}

async function start(
  client: SiarClient,
  op: number,
  random: ReturnType<typeof createChoices>,
): Promise<void> {
  const asked: Core = { ...core, client };
  const scheduledAt = random.whole(1, 6) === 1 ? clock.now() + 3_600_000 : null;
  const { id } = await aCampaign(asked, {
    gatewayId,
    to: random.whole(1, 40),
    name: `Campaign ${op}`,
    scheduledAt,
  });
  const allowShortCredit = client === core.client && random.whole(1, 3) === 1;
  await client.campaigns.start({ id, allowWarnings: true, allowShortCredit });
}

function createChoices(random: () => number) {
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return { whole, pick: <T>(from: readonly T[]): T => from[whole(0, from.length - 1)]! };
}
