import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTemplate } from '#tests/crash/support/template.ts';
import { removeFolder } from '#tests/support/test-core.ts';
import { noTally, runSeed, type Tally } from '#tests/crash/support/run-seed.ts';

/**
 * A part of the seeds: `SIAR_CRASH_SEEDS` of each class (30 unless set), from `SIAR_CRASH_SEED` on.
 * `npm run test:crash` runs 1,000 in all.
 */
export function runSeeds(kind: 'a' | 'b', file: string): void {
  const count = Number(process.env['SIAR_CRASH_SEEDS'] ?? 30);
  const first = Number(process.env['SIAR_CRASH_SEED'] ?? 1);
  const seeds = Array.from({ length: count }, (_, i) => first + i);
  const sum = noTally();
  let failed = 0;
  let template = '';
  beforeAll(async () => {
    // Starting a sender costs less than half with it.
    process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'siar-compile-cache');
    template = await makeTemplate(kind === 'a');
  });
  afterAll(() => removeFolder(template));
  it.concurrent.each(seeds)('seed %i', { timeout: 120_000 }, async (seed) => {
    const result = await runSeed(seed, kind === 'a', template);
    for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += result.tally[key];
    if (process.env['SIAR_CRASH_STORY']) process.stdout.write(`${result.story.join('\n')}\n`);
    if (result.faults.length === 0) return;
    failed += 1;
    throw new Error(
      [
        ...result.faults,
        `run it again: SIAR_CRASH_SEED=${seed} SIAR_CRASH_SEEDS=1 npx vitest run ${file}`,
        ...result.story,
      ].join('\n'),
    );
  });
  it('killed it while messages were on their way, or it proved nothing', () => {
    const { kills, inFlight, powerCuts, losses, repeats, uncertain } = sum;
    process.stdout.write(
      `crash, class ${kind.toUpperCase()}: ${count} seeds from ${first}, ${failed} failed; ` +
        `${kills} kills with ${inFlight} messages in flight, ${powerCuts} power cuts of which ${losses} lost log, ` +
        `${repeats} repeats, ${uncertain} uncertain\n`,
    );
    if (count >= 100) expect(losses).toBeGreaterThan(0);
    if (count >= 10) expect(inFlight).toBeGreaterThan(count);
  });
}
