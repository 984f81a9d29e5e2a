import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { toPlannedGateway } from '#core/credits/balance/plan.ts';
import type { PlannedRow } from '#core/credits/balance/runway-queries.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';
import { RATE_MARGIN } from '#core/sending/rate-limiter.ts';
import { openDatabase } from '#core/store/open-database.ts';
import { makeFolder, removeFolder } from '#tests/support/test-core.ts';

const NOW = Date.UTC(2026, 10, 30, 2);
const MINUTE = 60_000;
/** What the gateway is set to, messages a second, and what the sender then keeps to. */
const SET = 40;
const ALLOWED = SET / RATE_MARGIN;

/** A campaign that has been sent by the gateway for a minute, with no rate of its own. */
function aRow(change: Partial<PlannedRow> = {}): PlannedRow {
  return {
    id: 1,
    name: 'Raya',
    userId: null,
    gatewayId: 1,
    state: 'running',
    scheduledAt: null,
    startedAt: NOW - MINUTE,
    window: 'always',
    timeZone: null,
    rate: null,
    spreadMinutes: null,
    priority: 'normal',
    recipients: 1_000,
    queued: 500,
    queuedCredits: 500,
    sendingCredits: 0,
    held: 0,
    ...change,
  };
}

/** The rate that the forecast takes for the gateway, where it takes so many a second of each campaign. */
async function foreseen(
  rows: readonly PlannedRow[],
  takes: Record<number, number | null>,
): Promise<number> {
  const folder = await makeFolder();
  const db = openDatabase(join(folder, 'siar.db'));
  onTestFinished(async () => {
    db.close();
    await removeFolder(folder);
  });
  const gateway = { id: 1, rate: SET, caps: [] } as unknown as StoredGateway;
  const use = { caps: [], perSecond: (id: number) => takes[id] ?? null };
  return toPlannedGateway(db, gateway, rows, { use, now: NOW }).rate;
}

describe('the rate that the forecast takes for a gateway', () => {
  it('is what it really takes where that is clearly below what it is set to', async () => {
    expect(await foreseen([aRow()], { 1: 12 })).toBe(12);
  });

  it('is what it takes of all its campaigns together', async () => {
    const rows = [aRow(), aRow({ id: 2 })];
    expect(await foreseen(rows, { 1: 4, 2: 5 })).toBe(9);
    // Two that share it evenly are not slow.
    expect(await foreseen(rows, { 1: 20, 2: 19 })).toBe(ALLOWED);
  });

  it('counts only campaigns that have something to send and may', async () => {
    const rows = [
      aRow(),
      aRow({ id: 2, queued: 0 }),
      aRow({ id: 3, held: 1 }),
      aRow({ id: 4, state: 'paused' }),
      aRow({ id: 5, state: 'scheduled', startedAt: null }),
    ];
    expect(await foreseen(rows, { 1: 12, 2: 7, 3: 7, 4: 7, 5: 7 })).toBe(12);
  });

  it.each<[string, Partial<PlannedRow>, number | null]>([
    ['it keeps up', {}, 39],
    ['its campaign has a rate of its own', { rate: 12 }, 12],
    ['its campaign is spread over some time', { spreadMinutes: 30 }, 12],
    ['its campaign began a moment ago', { startedAt: NOW - 5_000 }, 12],
    ['its campaign waits', {}, null],
    ['too little went to measure by', {}, 0.5],
  ])('is what it is set to where %s', async (_, row, perSecond) => {
    expect(await foreseen([aRow(row)], { 1: perSecond })).toBe(ALLOWED);
  });

  it('is what it is set to where one of several campaigns goes slowly by its own choice', async () => {
    expect(await foreseen([aRow(), aRow({ id: 2, rate: 1 })], { 1: 12, 2: 1 })).toBe(ALLOWED);
  });
});
