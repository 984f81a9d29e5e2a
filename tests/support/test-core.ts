import { mkdtempSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Campaign } from '#shared/contract/campaigns.ts';
import type { CampaignStatus } from '#shared/contract/campaign-status.ts';
import type { Message } from '#shared/contract/messages.ts';
import { createCore, type Core } from '#core/create-core.ts';
import type { Clock, SecretStore } from '#core/ports.ts';
import { memorySecrets } from '#tests/support/memory-secrets.ts';
import { aList, people, type Person } from '#tests/support/people.ts';
import { silentLogger } from '#tests/support/silent-logger.ts';

/** A fresh folder below the system's temporary one. */
export function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'siar-test-'));
}

/** What a test may choose about its core. */
export type TestCoreOptions = {
  dataFolder: string;
  /** Default: the one of this test run, as if all its cores ran on one machine. */
  stateFolder?: string;
  clock?: Clock;
  secrets?: SecretStore;
};

/** `SIAR_STATE` of this run (tests/support/own-state.ts); a script outside it gets one of its own. */
function runStateFolder(): string {
  return (process.env['SIAR_STATE'] ??= mkdtempSync(join(tmpdir(), 'siar-state-')));
}

/** The whole core on a real data folder, silent, with credentials in memory. */
export function openCore(options: TestCoreOptions): Promise<Core> {
  return createCore({
    dataFolder: options.dataFolder,
    stateFolder: options.stateFolder ?? runStateFolder(),
    host: { host: 'headless', version: 'test', samplesFolder: 'resources/samples' },
    secrets: options.secrets ?? memorySecrets(),
    logger: silentLogger,
    ...(options.clock ? { clock: options.clock } : {}),
  });
}

/** Removes a test's folder. */
export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** A gateway that speaks to a practice server elsewhere; answers its id. */
export async function aGateway(
  core: Core,
  gateway: { url: string; rate?: number; name?: string },
): Promise<number> {
  const added = await core.client.gateways.add({
    name: gateway.name ?? 'Practice',
    driver: 'practice',
    url: gateway.url,
    rate: gateway.rate ?? 5_000,
  });
  return added.id;
}

/** Choices of a test campaign; everything else is ordinary. */
export type CampaignChoice = {
  gatewayId: number;
  to: number | readonly Person[];
  listName?: string;
} & Partial<
  Pick<
    Campaign,
    | 'name'
    | 'text'
    | 'window'
    | 'timeZone'
    | 'rate'
    | 'routing'
    | 'leaveOutDead'
    | 'scheduledAt'
    | 'priority'
    | 'missed'
    | 'spreadMinutes'
    | 'canary'
  >
>;

/** A draft to a new list. */
export function aCampaign(core: Core, choice: CampaignChoice): Promise<Campaign> {
  const { to, listName, name = 'Campaign', text = 'Hello', ...rest } = choice;
  const members = typeof to === 'number' ? people(to) : to;
  const listId = aList(core.deps.db, members, listName ?? `List of ${name}`);
  return core.client.campaigns.create({ name, text, window: 'always', ...rest, listIds: [listId] });
}

/** A campaign that was started, warnings allowed. */
export async function aRunningCampaign(core: Core, choice: CampaignChoice): Promise<Campaign> {
  const campaign = await aCampaign(core, choice);
  await core.client.campaigns.start({ id: campaign.id, allowWarnings: true });
  return campaign;
}

/** Throws unless the states add up to the frozen audience (invariant 4), by counters and by rows. */
export function assertAddsUp(core: Core, { id, counts }: CampaignStatus): void {
  const { frozen, ...states } = counts;
  const sum = Object.values(states).reduce((total, n) => total + n, 0);
  const rows = core.deps.db
    .prepare('SELECT state, count(*) AS n FROM messages WHERE campaign_id = ? GROUP BY state')
    .all(id);
  const counted: Record<string, number> = {};
  // better-sqlite3 types rows as unknown.
  for (const { state, n } of rows as { state: string; n: number }[]) counted[state] = n;
  const kept = Object.fromEntries(Object.entries(states).filter(([, n]) => n !== 0));
  if (sum !== frozen || JSON.stringify(sorted(kept)) !== JSON.stringify(sorted(counted))) {
    throw new Error(`the counts do not add up: ${JSON.stringify({ frozen, states, counted })}`);
  }
}

function sorted(record: Record<string, number>): [string, number][] {
  return Object.entries(record).toSorted(([a], [b]) => a.localeCompare(b));
}

/** Polls a campaign, checking its sums each time, until the test's condition holds. */
export async function until(
  core: Core,
  id: number,
  holds: (campaign: Campaign) => boolean,
  patienceMs = 20_000,
): Promise<Campaign> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const campaign = await core.client.campaigns.get({ id });
    assertAddsUp(core, campaign);
    if (holds(campaign)) return campaign;
    if (performance.now() > deadline) {
      const { state, counts, pauseReason } = campaign;
      throw new Error(`it never came: ${JSON.stringify({ state, counts, pauseReason })}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** Until nothing is left to send. */
export function untilOver(core: Core, id: number, patienceMs?: number): Promise<Campaign> {
  return until(core, id, ({ state }) => state === 'finished' || state === 'stopped', patienceMs);
}

/** Until a campaign is paused for this reason and what was on its way is recorded. */
export function untilPaused(core: Core, id: number, code: string): Promise<Campaign> {
  return until(
    core,
    id,
    ({ state, pauseReason, counts }) =>
      state === 'paused' && pauseReason?.code === code && counts.sending === 0,
  );
}

/** Until some condition outside the database holds. */
export async function eventually(holds: () => boolean, patienceMs = 10_000): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`it never came: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Every message of a campaign, in frozen order. */
export async function messagesOf(core: Core, id: number): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const { rows } = await core.client.campaigns.messages({ id, offset: all.length, limit: 500 });
    all.push(...rows);
    if (rows.length < 500) return all;
  }
}
