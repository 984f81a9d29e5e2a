import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '#core/create-core.ts';
import type { AcceptedMessage } from '#core/gateways/practice/accepted-log.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';
import { createSms123Practice } from '#core/gateways/practice/sms123-endpoints.ts';
import { startCore, timesTaken } from '#tests/support/engine-bed.ts';
import { msisdnOf, people } from '#tests/support/people.ts';
import { aRunningCampaign, messagesOf, untilOver, until } from '#tests/support/test-core.ts';

type Bed = {
  core: Core;
  gatewayId: number;
  taken: AcceptedMessage[];
  requests: { reference: string; recipients: readonly string[] }[];
};

async function bed(script: PracticeScript = {}, rate = 1_000): Promise<Bed> {
  const taken: AcceptedMessage[] = [];
  const requests: Bed['requests'] = [];
  const server = await createSms123Practice({
    script,
    onAccept: (message) => taken.push(message),
    onRequest: (request) => requests.push(request),
  });
  onTestFinished(() => server.close());
  const core = await startCore();
  const { id: gatewayId } = await core.client.gateways.add({
    name: 'SMS123',
    driver: 'sms123',
    url: server.url,
    rate,
    secrets: { apiKey: 'k' },
  });
  return { core, gatewayId, taken, requests };
}

describe('messages of equal text in one request', () => {
  it('go out a hundred at a time, each once, under one reference each request', async () => {
    const { core, gatewayId, taken, requests } = await bed();
    const { id } = await aRunningCampaign(core, { gatewayId, to: 250 });
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ frozen: 250, accepted: 250 });
    expect(requests.map(({ recipients }) => recipients.length)).toEqual([100, 100, 50]);
    expect(new Set(requests.map(({ reference }) => reference)).size).toBe(3);
    expect([...timesTaken(taken).values()].every((times) => times === 1)).toBe(true);
    const messages = await messagesOf(core, id);
    expect(new Set(messages.map(({ gatewayMessageId }) => gatewayMessageId)).size).toBe(250);
  });

  it('are written down as one request before it leaves', async () => {
    const { core, gatewayId, requests } = await bed();
    const { id } = await aRunningCampaign(core, { gatewayId, to: 40 });
    await untilOver(core, id);
    const rows = core.deps.db
      .prepare(
        `SELECT r.reference, count(*) AS n, min(a.started_at) >= r.started_at AS before FROM send_requests r
         JOIN attempts a ON a.request_id = r.id GROUP BY r.id`,
      )
      .all();
    expect(rows).toEqual([{ reference: requests[0]?.reference, n: 40, before: 1 }]);
  });

  it('never travel with another text', async () => {
    const { core, gatewayId, taken, requests } = await bed();
    const to = people(30).map((person, i) => ({ ...person, name: i < 20 ? 'Aminah' : `N${i}` }));
    const { id } = await aRunningCampaign(core, { gatewayId, to, text: 'Hi {{name}}' });
    await untilOver(core, id);
    expect(taken).toHaveLength(30);
    for (const { recipients } of requests) {
      const texts = taken.filter(({ to: one }) => recipients.includes(one)).map(({ text }) => text);
      expect(new Set(texts).size).toBe(1);
    }
  });

  it('are all uncertain when nobody knows what became of their request', async () => {
    const script: PracticeScript = {
      faults: [{ match: { to: msisdnOf(3) }, at: 'after-accept', action: 'reset' }],
    };
    const { core, gatewayId, taken } = await bed(script);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 20 });
    const after = await until(core, id, ({ counts }) => counts.sending + counts.queued === 0);
    expect(after.counts.uncertain + after.counts.accepted).toBe(20);
    expect([...timesTaken(taken).values()].every((times) => times === 1)).toBe(true);
  });

  it('go one by one after a request was refused for one of them', async () => {
    const script: PracticeScript = {
      faults: [{ match: { to: msisdnOf(5) }, at: 'before-accept', action: 'status', status: 9 }],
    };
    const { core, gatewayId, taken } = await bed(script);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 20 });
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ accepted: 19, rejected: 1 });
    expect(taken).toHaveLength(19);
  });

  it('keep to the rate: a request is no larger than a second holds', async () => {
    const { core, gatewayId, requests } = await bed({}, 40);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 60 });
    await untilOver(core, id);
    expect(requests.map(({ recipients }) => recipients.length)).toEqual([40, 20]);
  });

  it('use up a cap: what is left of it for the day goes in a smaller one', async () => {
    const { core, gatewayId, taken, requests } = await bed({}, 70);
    const caps = [{ limit: 100, unit: 'messages', per: 'day' } as const];
    await core.client.gateways.update({ id: gatewayId, caps });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 300 });
    await until(core, id, ({ counts }) => counts.accepted === 100, 5_000);
    expect(requests.map(({ recipients }) => recipients.length)).toEqual([70, 30]);
    expect(taken).toHaveLength(100);
  });
});
