import { expect, it } from 'vitest';
import { createEventBus } from '#core/rpc/event-bus.ts';

it('tells every listener, also after one that fails, until it leaves', () => {
  const failures: unknown[] = [];
  const bus = createEventBus((error) => failures.push(error));
  const heard: string[] = [];
  bus.subscribe(() => {
    throw new Error('a listener broke');
  });
  const off = bus.subscribe(({ type }) => heard.push(type));
  bus.publish({ type: 'contacts.changed' });
  off();
  off();
  bus.publish({ type: 'templates.changed' });
  expect(heard).toEqual(['contacts.changed']);
  expect(failures).toHaveLength(2);
});
