import { describe, expect, it } from 'vitest';
import { InFlight, maxInFlight } from '#core/sending/in-flight.ts';

describe('how many messages a crash may leave in doubt', () => {
  it.each([
    [0.1, 1],
    [1, 1],
    [4.5, 5],
    [49, 49],
    [50, 50],
    [1_000, 50],
    [5_000, 50],
    [8_000, 80],
    [10_000, 100],
    [15_000, 150],
    [1_000_000, 150],
  ])('at %d a second: %d', (rate, messages) => {
    expect(maxInFlight(rate)).toBe(messages);
  });
});

it('counts by campaign, and forgets one of which all are recorded', () => {
  const flying = new InFlight();
  flying.depart([{ campaignId: 1 }, { campaignId: 1 }, { campaignId: 2 }]);
  flying.land([{ campaignId: 1 }]);
  expect([flying.count(), flying.count(1), flying.count(2), flying.count(3)]).toEqual([2, 1, 1, 0]);
  flying.land([{ campaignId: 1 }, { campaignId: 2 }]);
  expect(flying.count()).toBe(0);
});
