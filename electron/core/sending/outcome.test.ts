import { describe, expect, it } from 'vitest';
import { canMoveMessage } from '#shared/campaigns/lifecycle.ts';
import type { SendOutcome } from '#core/gateways/gateway-driver.ts';
import { MAX_TRIES, toResult } from '#core/sending/outcome.ts';

const claim = { parts: 1, credits: 3 };
const never = () => {
  throw new Error('tries are counted only when the gateway says "try again"');
};

const OUTCOMES: [SendOutcome, string, number | null][] = [
  [{ kind: 'accepted', gatewayMessageId: 'a', parts: 1, credits: 1, code: '0' }, 'accepted', 1],
  [
    { kind: 'accepted', gatewayMessageId: null, parts: null, credits: null, code: null },
    'accepted',
    3,
  ],
  // The gateway counts two parts where one was predicted, and does not say what it takes.
  [{ kind: 'accepted', gatewayMessageId: 'a', parts: 2, credits: null, code: null }, 'accepted', 6],
  [{ kind: 'rejected', code: '9', reason: 'r' }, 'rejected', null],
  [{ kind: 'ambiguous', code: 'timeout', reason: 'r' }, 'uncertain', null],
  [{ kind: 'paused', pauseReason: 'credit', code: '5', reason: 'r' }, 'queued', null],
  [{ kind: 'rate-limited', retryAfterMs: 700, code: '429', reason: 'r' }, 'queued', null],
  [{ kind: 'retryable', code: 'unreachable', reason: 'r', unreachable: true }, 'queued', null],
];

describe('what an outcome does to its message', () => {
  it.each(OUTCOMES)('%o', (outcome, to, credits) => {
    const result = toResult(outcome, claim, 1_000, never);
    expect(result).toMatchObject({ to, credits });
    expect(canMoveMessage('sending', result.to)).toBe(true);
  });

  it('queues again only what certainly was not taken', () => {
    const queued = OUTCOMES.filter(
      ([outcome]) => toResult(outcome, claim, 0, never).to === 'queued',
    );
    expect(queued.map(([{ kind }]) => kind)).toEqual(['paused', 'rate-limited', 'retryable']);
  });

  it('backs off longer with each "try again", and gives up in a sentence', () => {
    const again: SendOutcome = {
      kind: 'retryable',
      code: '6',
      reason: 'Busy.',
      unreachable: false,
    };
    const results = Array.from({ length: MAX_TRIES }, (_, retries) =>
      toResult(again, claim, 1_000, () => retries),
    );
    const waits = results.slice(0, -1).map(({ notBefore }) => notBefore! - 1_000);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits[0]).toBe(2_000);
    expect(results.at(-1)).toMatchObject({
      to: 'rejected',
      notBefore: null,
      detail: expect.stringContaining(`${MAX_TRIES} times`),
    });
  });
});
