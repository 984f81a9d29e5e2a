import { onTestFinished } from 'vitest';
import type { Core } from '#core/create-core.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';
import { createSms123Practice } from '#core/gateways/practice/sms123-endpoints.ts';
import { createRandom } from '#tests/crash/support/random.ts';
import { startCore, startPractice } from '#tests/support/engine-bed.ts';
import { aRealGateway } from '#tests/support/routed-bed.ts';
import { createShiftedClock, type ShiftedClock } from '#tests/support/shifted-clock.ts';
import { aCampaign } from '#tests/support/test-core.ts';

/** What a gateway took, and for whom. */
export type Take = { to: string; text: string };

/** Three gateways with faults, and people who do to their campaigns whatever may be done, in an order that a seed decides. */
export type Operations = {
  core: Core;
  clock: ShiftedClock;
  gatewayIds: readonly number[];
  /** All that any gateway took. */
  takes: readonly Take[];
  /** Campaigns that were started. */
  campaignIds: readonly number[];
  /** What was done, and with which code it was refused. */
  story: readonly string[];
  /** Does so many things, some at the same time. Throws what is no refusal. */
  doSome(count: number): Promise<void>;
};

const HOUR_MS = 3_600_000;

/** Answers that get lost, broken ones, and refusals. */
const FAULTS: PracticeScript['faults'] = [
  { at: 'after-accept', action: 'reset', match: { every: 13 } },
  { at: 'before-accept', action: 'half-answer', match: { every: 29 } },
  { at: 'before-accept', action: 'status', status: 9, match: { every: 31 } },
];

/** Of each campaign: 60 by its own gateway, 40 that a routing rule sends by the second, three that are not reached. */
function audience(campaign: number) {
  const numbers = (prefix: string, digits: number, n: number) =>
    Array.from({ length: n }, (_, i) => ({
      msisdn: `${prefix}${String(campaign * 1_000 + i + 1).padStart(digits, '0')}`,
    }));
  const unreached = ['60125550003', '60125550004', '60125550008'].map((msisdn) => ({ msisdn }));
  return [...numbers('6012', 7, 60), ...numbers('6011', 8, 40), ...unreached];
}

/** See Operations. Everything ends with the test. */
export async function startOperations(seed: number): Promise<Operations> {
  const random = createRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const takes: Take[] = [];
  const onAccept = ({ to, text }: Take) => void takes.push({ to, text });
  const script = {
    faults: FAULTS,
    reportDelayMs: 5 + below(100),
    latencyMs: { min: 0, max: 10 },
  };
  const first = await startPractice(script, { onAccept });
  const second = await startPractice({ ...script, maxPerSecond: 150 }, { onAccept });
  const batching = await createSms123Practice({
    script: { faults: [{ at: 'after-accept', action: 'reset', match: { every: 3 } }] },
    onAccept,
  });
  onTestFinished(() => batching.close());
  const clock = createShiftedClock();
  const core = await startCore({ clock });
  const { campaigns, gateways, suppressions, retries, routing } = core.client;
  const plain = [
    await aRealGateway(core, { url: first.url, name: 'First', rate: 400 }),
    await aRealGateway(core, { url: second.url, name: 'Second', rate: 200 }),
  ];
  const { id: batchingId } = await gateways.add({
    name: 'Batching',
    driver: 'sms123',
    url: batching.url,
    rate: 300,
    secrets: { apiKey: 'k' },
  });
  const gatewayIds = [...plain, batchingId];
  await routing.add({ prefix: '6011', gatewayId: plain[1]! });
  for (const gatewayId of plain) {
    const { policy } = await retries.settings({ gatewayId });
    await retries.save({ gatewayId, policy: { ...policy, who: 'siar' } });
  }

  const ids: number[] = [];
  let begun = 0;
  const begin = async () => {
    const n = begun;
    begun += 1;
    const canary = {
      messages: 20,
      minAccepted: 50,
      minDelivered: null,
      waitMinutes: 1,
      afterwards: 'go' as const,
    };
    const { id } = await aCampaign(core, {
      name: `Campaign ${n}`,
      text: random() < 0.5 ? `text ${n} x` : `text ${n} {{ phone }}`,
      to: audience(n),
      gatewayId: pick(gatewayIds),
      routing: random() < 0.7,
      ...(random() < 0.3 && { canary }),
    });
    ids.push(id);
    await campaigns.start({ id, allowWarnings: true });
  };
  const move = async (from: number | undefined) => {
    const id = pick(ids);
    await campaigns.pause({ id }).catch(() => {});
    const what = { id, gatewayId: pick(gatewayIds), ...(from !== undefined && { from }) };
    await campaigns.switchGateway(what);
    if (random() < 0.6) await campaigns.resume({ id });
  };
  const operations: Record<string, () => Promise<unknown>> = {
    begin,
    'begin too': begin,
    pause: () => campaigns.pause({ id: pick(ids) }),
    resume: () => campaigns.resume({ id: pick(ids) }),
    'resume too': () => campaigns.resume({ id: pick(ids) }),
    stop: async () => void (random() < 0.3 && (await campaigns.stop({ id: pick(ids) }))),
    switch: () => move(undefined),
    'move a share': () => move(pick(gatewayIds)),
    'other rate': () => gateways.update({ id: pick(gatewayIds), rate: 100 + below(400) }),
    async 'wrong secret'() {
      const id = pick(plain);
      await gateways.update({ id, secrets: { apiKey: 'k', apiSecret: 'wrong' } });
      await wait(60);
      await gateways.update({ id, secrets: { apiKey: 'k', apiSecret: 's' } });
    },
    cap: () =>
      gateways.update({
        id: pick(gatewayIds),
        caps: random() < 0.5 ? [] : [{ limit: 200, unit: 'parts', per: 'minute' }],
      }),
    'opt out': () =>
      suppressions.add({ phones: [`+${audience(below(ids.length))[below(60)]!.msisdn}`] }),
    resend: () => campaigns.resolve({ id: pick(ids), uncertain: 'resend' }),
    leave: () => campaigns.resolve({ id: pick(ids), uncertain: 'leave' }),
    'retry failed': () => campaigns.retry({ id: pick(ids) }),
    sleep: async () => clock.advance(below(HOUR_MS)),
    doze: async () => clock.advance(below(4_000)),
    test: () =>
      campaigns.testSend({
        gatewayId: pick(gatewayIds),
        to: '60198887777',
        text: `test ${below(1e9)}`,
      }),
  };

  const story: string[] = [];
  let broken: unknown;
  const doOne = async (name: string) => {
    try {
      await operations[name]?.();
      story.push(name);
    } catch (error) {
      const { data } = error as { data?: { code?: string } };
      story.push(`${name}: ${data?.code}`);
      if (data?.code === undefined || data.code === 'internal') broken ??= error;
    }
  };
  await doOne('begin');
  return {
    core,
    clock,
    gatewayIds,
    takes,
    campaignIds: ids,
    story,
    async doSome(count) {
      const going: Promise<void>[] = [];
      for (let i = 0; i < count; i += 1) {
        const one = doOne(pick(Object.keys(operations)));
        if (random() < 0.7) await one;
        else going.push(one);
        if (random() < 0.5) await wait(random() * 80);
      }
      await Promise.all(going);
      if (broken !== undefined) throw broken;
    },
  };
}

/** Milliseconds of real time. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
