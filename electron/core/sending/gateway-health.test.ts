import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '#core/gateways/gateway-driver.ts';
import { createGatewayHealth } from '#core/sending/gateway-health.ts';

const accepted: SendOutcome = {
  kind: 'accepted',
  gatewayMessageId: 'x',
  parts: 1,
  credits: 1,
  code: '0',
};
const ambiguous: SendOutcome = { kind: 'ambiguous', code: 'timeout', reason: 'no answer' };
const rejected: SendOutcome = { kind: 'rejected', code: '9', reason: 'bad number' };
const unreachable: SendOutcome = {
  kind: 'retryable',
  code: 'unreachable',
  reason: 'refused',
  unreachable: true,
};

/** Watches one campaign; answers the reason only. */
function watch(name: string) {
  const health = createGatewayHealth(name);
  return {
    ...health,
    note: (outcome: SendOutcome, now: number) => health.note(outcome, now, 1)?.reason ?? null,
  };
}

const times = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('gateway health', () => {
  it('waits longer each time the gateway cannot be reached, and then asks for a pause', () => {
    const health = watch('eSMS');
    const waits: number[] = [];
    let now = 0;
    let reason = health.note(unreachable, now);
    while (reason === null) {
      waits.push(health.holdUntil() - now);
      now = health.holdUntil();
      reason = health.note(unreachable, now);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
    expect(reason).toMatchObject({
      code: 'gateway-unreachable',
      message: expect.stringContaining('eSMS'),
    });
  });

  it('counts requests that fail together once', () => {
    const health = watch('eSMS');
    for (const i of times(50)) expect(health.note(unreachable, i / 10)).toBeNull();
    expect(health.holdUntil()).toBe(500);
  });

  it('forgets an outage as soon as the gateway answers', () => {
    const health = watch('eSMS');
    for (const i of times(20)) {
      expect(health.note(unreachable, i * 60_000)).toBeNull();
      expect(health.note(accepted, i * 60_000 + 1)).toBeNull();
    }
  });

  it('pauses after ten uncertain in a row, not after ten in all', () => {
    const health = watch('eSMS');
    for (const i of times(100))
      expect(health.note(i % 9 === 8 ? accepted : ambiguous, i)).toBeNull();
    health.reset();
    const reasons = times(10).map((i) => health.note(ambiguous, i));
    expect(reasons.slice(0, 9)).toEqual(Array(9).fill(null));
    expect(reasons[9]?.code).toBe('too-many-uncertain');
  });

  it('pauses when 80 of the last 100 were refused', () => {
    const health = watch('eSMS');
    for (const i of times(79)) expect(health.note(rejected, i)).toBeNull();
    expect(health.note(accepted, 80)).toBeNull();
    expect(health.note(rejected, 81)?.code).toBe('too-many-rejected');
    for (const i of times(400))
      expect(health.note(i % 4 === 0 ? accepted : rejected, i)).toBeNull();
  });

  it('pauses only the campaign that is refused, until others are refused as well', () => {
    const health = createGatewayHealth('eSMS');
    for (const i of times(79)) {
      expect(health.note(rejected, i, 1)).toBeNull();
      expect(health.note(accepted, i, 2)).toBeNull();
    }
    expect(health.note(rejected, 80, 1)).toMatchObject({
      campaignId: 1,
      reason: { message: expect.stringContaining('of this campaign') },
    });
    health.reset();
    for (const i of times(79)) expect(health.note(rejected, i, 2)).toBeNull();
    for (const i of times(79)) health.note(rejected, i, 3);
    expect(health.note(rejected, 99, 3)).toMatchObject({ campaignId: null });
  });

  it('waits as long as a gateway asks, never shorter than before', () => {
    const health = watch('eSMS');
    const slow = { kind: 'rate-limited', code: '429', reason: 'too fast' } as const;
    health.note({ ...slow, retryAfterMs: 5_000 }, 0);
    health.note({ ...slow, retryAfterMs: 1_000 }, 10);
    expect(health.holdUntil()).toBe(5_000);
    health.reset();
    expect(health.holdUntil()).toBe(0);
  });

  it.each(['credentials', 'credit', 'configuration'] as const)(
    'asks for %s at once',
    (pauseReason) => {
      const health = watch('eSMS');
      const reason = 'Do this.';
      expect(health.note({ kind: 'paused', pauseReason, code: '5', reason }, 0)).toEqual({
        code: pauseReason,
        message: reason,
      });
    },
  );
});
