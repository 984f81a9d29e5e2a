import { expect, test } from 'vitest';
import type { CoreEvent } from '#shared/contract/host.ts';
import { followEvents } from '#core/home/host-handlers.ts';
import { createEventBus } from '#core/rpc/event-bus.ts';

function following(signal?: AbortSignal) {
  const bus = createEventBus((error) => {
    throw error;
  });
  return { bus, events: followEvents(bus, signal) };
}

const changed = (...campaignIds: number[]): CoreEvent => ({
  type: 'campaigns.changed',
  campaignIds,
});

test('events arrive in order, also those published while the reader is busy', async () => {
  const { bus, events } = following();
  const first = events.next();
  bus.publish({ type: 'contacts.changed' });
  expect((await first).value).toEqual({ type: 'contacts.changed' });
  bus.publish({ type: 'templates.changed' });
  bus.publish({ type: 'gateways.changed' });
  expect((await events.next()).value).toEqual({ type: 'templates.changed' });
  expect((await events.next()).value).toEqual({ type: 'gateways.changed' });
});

test('a slow reader gets one event per subject, and no campaign is forgotten', async () => {
  const { bus, events } = following();
  const first = events.next();
  bus.publish(changed(1));
  await first;
  for (let id = 2; id < 50; id++) bus.publish(changed(id, 1));
  for (let i = 0; i < 1_000; i++) bus.publish({ type: 'contacts.changed' });
  const ids = (await events.next()).value as Extract<CoreEvent, { type: 'campaigns.changed' }>;
  expect(ids.campaignIds).toHaveLength(49);
  expect((await events.next()).value).toEqual({ type: 'contacts.changed' });
  const next = events.next();
  bus.publish({ type: 'settings.changed' });
  expect((await next).value).toEqual({ type: 'settings.changed' });
});

test('what waits is bounded whatever is published', async () => {
  const { bus, events } = following();
  const first = events.next();
  bus.publish({ type: 'contacts.changed' });
  await first;
  for (let campaignId = 1; campaignId <= 5_000; campaignId++) {
    bus.publish({ type: 'campaigns.finished', campaignId, name: 'C' });
  }
  bus.publish({ type: 'settings.changed' });
  let seen = 0;
  for await (const event of events) {
    seen += 1;
    if (event.type === 'settings.changed') break;
  }
  expect(seen).toBeLessThanOrEqual(200);
});

test('the stream ends with its signal, also while it waits', async () => {
  const abort = new AbortController();
  const { events } = following(abort.signal);
  const waiting = events.next();
  abort.abort();
  expect(await waiting).toEqual({ done: true, value: undefined });
});
