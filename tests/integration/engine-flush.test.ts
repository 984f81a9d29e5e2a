import Database from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startCore, startPractice, timesTaken } from '#tests/support/engine-bed.ts';
import { holdFlushes } from '#tests/support/held-flushes.ts';
import {
  aGateway,
  aRunningCampaign,
  eventually,
  messagesOf,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

/** As long as anything could take to leave by mistake. */
const LONG_ENOUGH_MS = 150;

async function bed() {
  const practice = await startPractice({ reports: false });
  const core = await startCore();
  const gatewayId = await aGateway(core, { url: practice.url, rate: 1_000 });
  return { practice, core, gatewayId };
}

describe('claimed messages', () => {
  it('leave when their intent is on the disk, not when it is committed', async () => {
    const { practice, core, gatewayId } = await bed();
    const held = holdFlushes();
    const { id } = await aRunningCampaign(core, { gatewayId, to: 20 });
    await eventually(() => held.length > 0);
    await sleep(LONG_ENOUGH_MS);
    expect(practice.taken).toHaveLength(0);
    // The intents are committed: whoever reads sees them, and pages are served meanwhile.
    const waiting = await core.client.campaigns.get({ id });
    expect(waiting.counts.sending).toBeGreaterThan(0);
    expect(held).toHaveLength(1);
    const done = setInterval(() => held.shift()?.end(), 1);
    try {
      const over = await untilOver(core, id);
      expect(over.counts).toMatchObject({ accepted: 20, uncertain: 0 });
    } finally {
      clearInterval(done);
      for (const flush of held.splice(0)) flush.end();
    }
    expect([...timesTaken(practice.taken).values()]).toEqual(Array(20).fill(1));
  });

  it('go back to the queue when the flush fails, and leave once all is in the database', async () => {
    const { practice, core, gatewayId } = await bed();
    const held = holdFlushes();
    const { id } = await aRunningCampaign(core, { gatewayId, to: 20 });
    await eventually(() => held.length > 0);
    held.shift()!.end(Object.assign(new Error('i/o error'), { code: 'EIO' }));
    const refused = await until(core, id, ({ pauseReason }) => pauseReason?.code === 'disk');
    expect(refused.state).toBe('paused');
    expect(practice.taken).toHaveLength(0);
    const done = setInterval(() => held.shift()?.end(), 1);
    try {
      const over = await untilOver(core, id);
      expect(over.counts).toMatchObject({ accepted: 20, uncertain: 0 });
      expect(over.pauseReason).toBeNull();
    } finally {
      clearInterval(done);
      for (const flush of held.splice(0)) flush.end();
    }
    expect([...timesTaken(practice.taken).values()]).toEqual(Array(20).fill(1));
    const attempts = (await messagesOf(core, id)).map((message) => message.attempts);
    expect(Math.max(...attempts)).toBe(2);
  });

  it('leave and are recorded before a stop that came while the disk flushed', async () => {
    const { practice, core, gatewayId } = await bed();
    const held = holdFlushes();
    const { id } = await aRunningCampaign(core, { gatewayId, to: 20 });
    await eventually(() => held.length > 0);
    const { dataFolder } = core.deps;
    const stopped = core.stop();
    await sleep(LONG_ENOUGH_MS);
    const done = setInterval(() => held.shift()?.end(), 1);
    await stopped;
    clearInterval(done);
    // What was claimed left and was recorded before the folder was closed.
    expect(practice.taken.length).toBeGreaterThan(0);
    const db = new Database(`${dataFolder}/siar.db`, { readonly: true });
    const states = db
      .prepare('SELECT state, count(*) AS n FROM messages WHERE campaign_id = ? GROUP BY state')
      .all(id);
    db.close();
    expect(states).toContainEqual({ state: 'accepted', n: practice.taken.length });
    expect(states).not.toContainEqual(expect.objectContaining({ state: 'sending' }));
  });
});
