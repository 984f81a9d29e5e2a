import { expect, it } from 'vitest';
import { createEventBus } from '#core/rpc/event-bus.ts';
import { createChangeNotices } from '#core/sending/change-notices.ts';

it('tells a thousand changes as one event, with each campaign once', () => {
  const bus = createEventBus(() => {});
  const heard: unknown[] = [];
  bus.subscribe((event) => heard.push(event));
  const notices = createChangeNotices(bus);
  for (let i = 0; i < 1_000; i += 1) notices.changed(1 + (i % 2));
  notices.flush();
  notices.flush();
  expect(heard).toEqual([{ type: 'campaigns.changed', campaignIds: [1, 2] }]);
});
