import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Core } from '#core/create-core.ts';
import { examineDatabase } from '#core/doctor/examine.ts';
import type { SenderOrder } from '#tests/crash/seed-process.ts';
import { bringForward } from '#tests/crash/support/bring-forward.ts';
import {
  faultsAtEnd,
  faultsNow,
  MAY_HAVE_LEFT,
  readDatabaseId,
  readFolder,
} from '#tests/crash/support/oracle.ts';
import { planOf, type Plan } from '#tests/crash/support/plan.ts';
import { cutEpoch, cutPower, type EpochFate } from '#tests/crash/support/power-cut.ts';
import { startRecordingGateway } from '#tests/crash/support/recording-gateway.ts';
import type { RecordingGateway } from '#tests/crash/support/recording-gateway.ts';
import { copyTemplate } from '#tests/crash/support/template.ts';
import { useRecordingGateway } from '#tests/crash/support/recording-driver.ts';
import { startChild } from '#tests/support/child.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

/** Time passes faster at the end: repeats and clocks that jumped wait for hours otherwise. */
const HOUR = 3_600_000;
/** After these Siar cannot know what it sent, so it must ask. */
const LOCKS = new Set<EpochFate>(['gone', 'newer']);
/** Nothing takes this long; a seed that does is stuck. */
const PATIENCE_MS = 40_000;

/** What became of a seed: how it went, line by line, and what does not hold. */
export type SeedResult = { story: string[]; faults: string[]; tally: Tally };

/** What a seed, or many, did: processes killed, messages in doubt, log lost by power cuts. */
export type Tally = {
  kills: number;
  inFlight: number;
  powerCuts: number;
  /** Power cuts that lost something of the log. */
  losses: number;
  repeats: number;
  uncertain: number;
};

/** See Tally. */
export function noTally(): Tally {
  return { kills: 0, inFlight: 0, powerCuts: 0, losses: 0, repeats: 0, uncertain: 0 };
}

type Run = {
  plan: Plan;
  gateway: RecordingGateway;
  order: SenderOrder;
  story: string[];
  tally: Tally;
};

/** Runs a seed: kills the sender as planned, then lets one end the work, and judges every step. */
export async function runSeed(
  seed: number,
  dedupe: boolean,
  template: string,
): Promise<SeedResult> {
  const plan = planOf(seed);
  const folder = await makeFolder();
  const gateway = await startRecordingGateway({ dedupe, faults: plan.faults, random: plan.random });
  if (!plan.fromScratch) copyTemplate(template, folder, { url: gateway.url, rate: plan.rate });
  const order: SenderOrder = {
    dataFolder: join(folder, 'data'),
    stateFolder: join(folder, 'state'),
    url: gateway.url,
    dedupe,
    people: plan.people,
    rate: plan.rate,
    clockJumps: plan.clockJumps,
    kill: null,
    markPath: join(folder, 'synced'),
    checkpointPages: plan.checkpointPages,
  };
  const tally = noTally();
  const run: Run = { plan, gateway, order, story: [describe(plan)], tally };
  const faults: string[] = [];
  try {
    for (const [index, kill] of plan.kills.entries()) {
      const isLast = index === plan.kills.length - 1;
      await killOne(run, { ...order, kill }, isLast, faults);
      if (index === 0 && plan.copyBack) {
        cpSync(order.dataFolder, join(folder, 'copy'), { recursive: true });
      }
    }
    faults.push(...(await endWork(run)));
    const failed = gateway.failed();
    const expected = { people: plan.people, dedupe, mostUncertain: tally.inFlight + failed };
    faults.push(...faultsAtEnd(readFolder(order.dataFolder), gateway, expected));
    for (const { name, ok, message } of examineDatabase(order.dataFolder)) {
      if (!ok) faults.push(`doctor, ${name}: ${message}`);
    }
    if (plan.copyBack) {
      faults.push(...(await bringBack(run, join(folder, 'copy'))));
    }
    return { story: run.story, faults, tally };
  } finally {
    await gateway.close();
    await removeFolder(folder);
  }
}

/** One process that kills itself as planned (or ends before). */
async function killOne(
  run: Run,
  order: SenderOrder,
  isLast: boolean,
  faults: string[],
): Promise<void> {
  const { plan, gateway, story, tally } = run;
  const child = startChild('tests/crash/seed-process.ts', [JSON.stringify(order)]);
  const stuck = setTimeout(() => child.process.kill('SIGKILL'), PATIENCE_MS);
  const code = await child.ended;
  clearTimeout(stuck);
  await gateway.quiet();
  if (code !== null && code !== 0) faults.push(`the sender ended with ${code}`);
  if (plan.powerCut) {
    const cut = cutPower(order.dataFolder, order.markPath!, plan.random);
    tally.powerCuts += 1;
    tally.losses += cut.lost > 0 ? 1 : 0;
    story.push(`power cut: ${cut.story}`);
    // What locks needs a person: endWork is one.
    const { epoch } = plan.powerCut;
    if (isLast || !LOCKS.has(epoch)) cutEpoch(order.stateFolder, epoch, plan.random);
  }
  const found = readFolder(order.dataFolder);
  tally.inFlight += found?.counts['sending'] ?? 0;
  tally.kills += code === null ? 1 : 0;
  faults.push(...faultsNow(found, gateway));
  story.push(
    `${JSON.stringify(order.kill)}: ${code === null ? 'killed' : 'ended by itself'}, ${gateway.taken.length} taken, ${JSON.stringify(found?.counts ?? 'no database')}`,
  );
}

/** The next Siar on the folder ends the work, in this process. Answers what it did that it must not. */
async function endWork({ plan, order, gateway, story, tally }: Run): Promise<string[]> {
  useRecordingGateway(order.dedupe);
  const clock = createShiftedClock();
  const isUnknown = mustLock(plan, order);
  const core = await openCore({ ...order, clock });
  const faults: string[] = [];
  try {
    const until = performance.now() + PATIENCE_MS;
    await core.startEngine();
    if (core.deps.guard.state().locked) {
      if (plan.powerCut === null || !LOCKS.has(plan.powerCut.epoch)) faults.push('locked itself');
      if ((await sentAnyway(core, gateway)) > 0) faults.push('sent something while it was locked');
      await core.client.host.reconcile({ confirm: true });
    } else if (isUnknown) faults.push('did not notice that it may be an older copy');
    await bringForward(core, order, () => {
      clock.advance(HOUR);
      return performance.now() > until;
    });
  } finally {
    await core.stop();
  }
  const found = readFolder(order.dataFolder);
  tally.repeats += gateway.repeats.same;
  tally.uncertain += found?.counts['uncertain'] ?? 0;
  story.push(
    `end: ${gateway.taken.length} taken, ${gateway.repeats.same} repeated, ${JSON.stringify(found?.counts)}`,
  );
  return faults;
}

/** A database that has sent and whose epoch file is gone or ahead of it asks before it sends more. */
function mustLock({ powerCut }: Plan, { dataFolder }: SenderOrder): boolean {
  if (powerCut === null || !LOCKS.has(powerCut.epoch)) return false;
  const counts = readFolder(dataFolder)?.counts ?? {};
  return MAY_HAVE_LEFT.some((state) => (counts[state] ?? 0) > 0);
}

/** Asks a locked Siar to send whatever it has; answers how many it sent. */
async function sentAnyway(core: Core, gateway: RecordingGateway): Promise<number> {
  const before = gateway.taken.length;
  const [campaign] = (await core.client.campaigns.page({})).rows;
  const act = campaign?.state === 'draft' ? 'start' : 'resume';
  if (campaign) await core.client.campaigns[act]({ id: campaign.id }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 60));
  return gateway.taken.length - before;
}

/**
 * An older copy of the folder takes its place: it must send nothing by itself, whatever it is asked. It
 * is older when attempts were made, or a person allowed sending, since: what was on its way at the copy may have arrived after it.
 * One that was made while its schema was has no identity yet, and nothing that could be sent: a new database.
 */
async function bringBack({ order, gateway, story }: Run, copy: string): Promise<string[]> {
  const last = readFolder(order.dataFolder)?.epoch ?? 0;
  const databaseId = readDatabaseId(order.dataFolder);
  rmSync(order.dataFolder, { recursive: true, force: true });
  cpSync(copy, order.dataFolder, { recursive: true });
  const isSame = readDatabaseId(order.dataFolder) === databaseId;
  const isOlder = isSame && last > (readFolder(order.dataFolder)?.epoch ?? 0);
  const core = await openCore(order);
  try {
    await core.startEngine();
    const { locked } = core.deps.guard.state();
    const sent = await sentAnyway(core, gateway);
    story.push(`copied back: ${locked ? 'locked' : 'open'}, ${sent} sent`);
    const faults = sent > 0 ? ['an older copy sent something'] : [];
    if (locked === isOlder) return faults;
    return [...faults, isOlder ? 'an older copy was not recognised' : 'not older, and yet locked'];
  } finally {
    await core.stop();
  }
}

function describe({ random: _random, ...plan }: Plan): string {
  return JSON.stringify(plan);
}
