import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canarySchema, judgeCanary, type CanaryCounts } from '#shared/campaigns/canary.ts';

const none: CanaryCounts = {
  sending: 0,
  accepted: 0,
  delivered: 0,
  undelivered: 0,
  expired: 0,
  rejected: 0,
  uncertain: 0,
};
const canary = canarySchema.parse({ messages: 20, minAccepted: 90, minDelivered: 80 });
const soon = { givesReports: true, elapsedMs: 1_000 };
const late = { givesReports: true, elapsedMs: 600_000 };

describe('the judge of the first messages', () => {
  it('waits for answers, then for reports, and passes as soon as enough came', () => {
    expect(judgeCanary(canary, { ...none, accepted: 19, sending: 1 }, soon).verdict).toBe('wait');
    expect(judgeCanary(canary, { ...none, accepted: 20 }, soon).verdict).toBe('wait');
    expect(judgeCanary(canary, { ...none, accepted: 5, delivered: 15 }, soon).verdict).toBe('wait');
    expect(judgeCanary(canary, { ...none, accepted: 4, delivered: 16 }, soon)).toEqual({
      verdict: 'passed',
      accepted: 100,
      delivered: 80,
    });
  });

  it('fails as soon as it cannot pass any more, and when the time is over', () => {
    const refused = { ...none, sending: 17, rejected: 3 };
    expect(judgeCanary(canary, refused, soon)).toMatchObject({
      verdict: 'failed',
      why: 'accepted',
    });
    const lost = { ...none, accepted: 10, undelivered: 3, expired: 2, delivered: 5 };
    expect(judgeCanary(canary, lost, soon)).toMatchObject({ verdict: 'failed', why: 'delivered' });
    const silent = { ...none, accepted: 20 };
    expect(judgeCanary(canary, silent, late)).toMatchObject({
      verdict: 'failed',
      why: 'delivered',
      delivered: 0,
    });
  });

  it('takes acceptance for enough where nothing is reported', () => {
    const accepted = { ...none, accepted: 19, uncertain: 1 };
    const blind = { givesReports: false, elapsedMs: 0 };
    expect(judgeCanary(canary, accepted, blind)).toEqual({
      verdict: 'passed',
      accepted: 95,
      delivered: null,
    });
  });

  it('never waits longer than it was told, and never changes a verdict of good for more deliveries', () => {
    const counts = fc.record({
      sending: fc.nat(5),
      accepted: fc.nat(20),
      delivered: fc.nat(20),
      undelivered: fc.nat(5),
      expired: fc.nat(5),
      rejected: fc.nat(5),
      uncertain: fc.nat(5),
    });
    fc.assert(
      fc.property(counts, (some) => {
        if (Object.values(some).every((n) => n === 0)) return;
        expect(judgeCanary(canary, some, late).verdict).not.toBe('wait');
        if (judgeCanary(canary, some, soon).verdict === 'passed' && some.accepted > 0) {
          const better = { ...some, accepted: some.accepted - 1, delivered: some.delivered + 1 };
          expect(judgeCanary(canary, better, soon).verdict).toBe('passed');
        }
      }),
    );
  });
});
