import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { examineDatabase } from '#core/doctor/examine.ts';
import type { SenderOrder } from '#tests/crash/seed-process.ts';
import { bringForward } from '#tests/crash/support/bring-forward.ts';
import { faultsAtEnd, faultsNow, readFolder } from '#tests/crash/support/oracle.ts';
import { planOf, type Plan } from '#tests/crash/support/plan.ts';
import { cutPower } from '#tests/crash/support/power-cut.ts';
import { startRecordingGateway } from '#tests/crash/support/recording-gateway.ts';
import type { RecordingGateway } from '#tests/crash/support/recording-gateway.ts';
import { copyTemplate } from '#tests/crash/support/template.ts';
import { useRecordingGateway } from '#tests/crash/support/recording-driver.ts';
import { startChild } from '#tests/support/child.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

/** Time passes faster at the end: repeats and clocks that jumped wait for hours otherwise. */
const HOUR = 3_600_000;
/** Nothing takes this long; a seed that does is stuck. */
const PATIENCE_MS = 40_000;

/** What became of a seed: how it went, line by line, and what does not hold. */
export type SeedResult = { story: string[]; faults: string[]; inFlight: number };

type Run = { plan: Plan; gateway: RecordingGateway; order: SenderOrder; story: string[] };

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
  };
  const run: Run = { plan, gateway, order, story: [describe(plan)] };
  const faults: string[] = [];
  let inFlight = 0;
  let takenAtCopy = 0;
  try {
    for (const [index, kill] of plan.kills.entries()) {
      inFlight += await killOne(run, { ...order, kill }, faults);
      if (index === 0 && plan.copyBack) {
        cpSync(order.dataFolder, join(folder, 'copy'), { recursive: true });
        takenAtCopy = gateway.taken.length;
      }
    }
    await endWork(run);
    const failed = gateway.failed();
    const expected = { people: plan.people, dedupe, mostUncertain: inFlight + failed };
    faults.push(...faultsAtEnd(readFolder(order.dataFolder), gateway, expected));
    for (const { name, ok, message } of examineDatabase(order.dataFolder)) {
      if (!ok) faults.push(`doctor, ${name}: ${message}`);
    }
    // A copy since which nothing was sent is not an older one.
    if (plan.copyBack && gateway.taken.length > takenAtCopy) {
      faults.push(...(await bringBack(run, join(folder, 'copy'))));
    }
    return { story: run.story, faults, inFlight };
  } finally {
    await gateway.close();
    await removeFolder(folder);
  }
}

/** One process that kills itself as planned (or ends before). Answers what it had in flight. */
async function killOne(run: Run, order: SenderOrder, faults: string[]): Promise<number> {
  const { plan, gateway, story } = run;
  const child = startChild('tests/crash/seed-process.ts', [JSON.stringify(order)]);
  const stuck = setTimeout(() => child.process.kill('SIGKILL'), PATIENCE_MS);
  const code = await child.ended;
  clearTimeout(stuck);
  if (code !== null && code !== 0) faults.push(`the sender ended with ${code}`);
  if (plan.powerCut) cutPower(order.dataFolder, plan.random);
  const found = readFolder(order.dataFolder);
  const inFlight = found?.counts['sending'] ?? 0;
  faults.push(...faultsNow(found, gateway));
  story.push(
    `${JSON.stringify(order.kill)}: ${code === null ? 'killed' : 'ended by itself'}, ${gateway.taken.length} taken, ${JSON.stringify(found?.counts ?? 'no database')}`,
  );
  return inFlight;
}

/** The next Siar on the folder ends the work, in this process. */
async function endWork({ order, gateway, story }: Run): Promise<void> {
  useRecordingGateway(order.dedupe);
  const clock = createShiftedClock();
  const core = await openCore({ ...order, clock });
  try {
    const until = performance.now() + PATIENCE_MS;
    await core.startEngine();
    await bringForward(core, order, () => {
      clock.advance(HOUR);
      return performance.now() > until;
    });
  } finally {
    await core.stop();
  }
  const found = readFolder(order.dataFolder);
  story.push(
    `end: ${gateway.taken.length} taken, ${gateway.repeats.same} repeated, ${JSON.stringify(found?.counts)}`,
  );
}

/** An older copy of the folder takes its place: it must send nothing by itself, whatever it is asked. */
async function bringBack({ order, gateway, story }: Run, copy: string): Promise<string[]> {
  rmSync(order.dataFolder, { recursive: true, force: true });
  cpSync(copy, order.dataFolder, { recursive: true });
  const before = gateway.taken.length;
  const core = await openCore(order);
  try {
    await core.startEngine();
    const { locked } = core.deps.guard.state();
    const [campaign] = (await core.client.campaigns.page({})).rows;
    const acts = campaign?.state === 'draft' ? (['start'] as const) : (['resume'] as const);
    for (const act of campaign ? acts : []) {
      await core.client.campaigns[act]({ id: campaign!.id }).catch(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
    story.push(`copied back: ${locked ? 'locked' : 'open'}, ${gateway.taken.length - before} sent`);
    const faults = gateway.taken.length > before ? ['an older copy sent something'] : [];
    return locked ? faults : [...faults, 'an older copy was not recognised'];
  } finally {
    await core.stop();
  }
}

function describe({ random: _random, ...plan }: Plan): string {
  return JSON.stringify(plan);
}
