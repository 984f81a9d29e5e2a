import { expect, it } from 'vitest';
import { engineBed, timesTaken } from '#tests/support/engine-bed.ts';
import { aRunningCampaign, assertAddsUp, until, untilOver } from '#tests/support/test-core.ts';

/**
 * A full disk where none can be mounted: SQLite itself refuses to grow the file, with the same error.
 * tests/integration/engine-disk-full.test.ts does it with a real small disk where that is permitted.
 */
it('stands still when the database may not grow, loses nothing, sends nobody twice and goes on', async () => {
  const { core, practice, gatewayId } = await engineBed({
    rate: 2_000,
    script: { reports: false, latencyMs: 2 },
  });
  const { db } = core.deps;
  const pages = () => db.pragma('page_count', { simple: true }) as number;
  const { id } = await aRunningCampaign(core, { gatewayId, to: 2_500 });
  for (const goal of [200, 900]) {
    await until(core, id, ({ counts }) => counts.accepted > goal);
    db.pragma(`max_page_count = ${pages()}`);
    const still = await until(core, id, ({ pauseReason }) => pauseReason?.code === 'disk');
    expect(still.pauseReason?.message).toContain('sends nothing it cannot record');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { requests } = practice.counters();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(practice.counters().requests).toBe(requests);
    assertAddsUp(core, await core.client.campaigns.get({ id }));
    db.pragma('max_page_count = 1073741823');
  }
  const over = await untilOver(core, id);
  expect(over.counts).toMatchObject({ accepted: 2_500, uncertain: 0 });
  expect([...timesTaken(practice.taken).values()].every((n) => n === 1)).toBe(true);
});
