import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import { classifyBalance, classifySend } from '#core/gateways/esms/classify.ts';
import { parseRetryAfter } from '#core/gateways/http/outcomes.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';

const NOW = Date.UTC(2026, 10, 23, 12);

function answer(status: number, body: string, retryAfter?: string): HttpResult {
  return { kind: 'answer', status, body, retryAfter };
}

describe('classifySend', () => {
  it('never calls anything but HTTP 2xx with status 0 accepted', () => {
    const bodies = fc.oneof(
      fc.json(),
      fc.string(),
      fc.integer({ min: -3, max: 30 }).map((status) => JSON.stringify({ status, id: 'x' })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), bodies, (http, body) => {
        const outcome = classifySend(answer(http, body), ESMS_PROFILE, NOW);
        if (outcome.kind !== 'accepted') return;
        expect(http >= 200 && http <= 299).toBe(true);
        expect(JSON.parse(body)).toHaveProperty('status', 0);
      }),
    );
  });

  it('repeats after a failure only when nothing was written', () => {
    const codes = ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET', 'TIMEOUT', 'ABORTED', 'EPIPE'];
    for (const code of codes) {
      expect(classifySend({ kind: 'failed', code, sent: true }, ESMS_PROFILE, NOW).kind).toBe(
        'ambiguous',
      );
      expect(classifySend({ kind: 'failed', code, sent: false }, ESMS_PROFILE, NOW).kind).toBe(
        'retryable',
      );
    }
  });

  it.each([
    ['ENOTFOUND', 'no such address'],
    ['EAI_AGAIN', 'internet connection'],
    ['CERT_HAS_EXPIRED', 'cannot be trusted'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'cannot be trusted'],
    ['UND_ERR_CONNECT_TIMEOUT', 'did not pick up'],
  ])('says in words what %s means', (code, words) => {
    const outcome = classifySend({ kind: 'failed', code, sent: false }, ESMS_PROFILE, NOW);
    expect(outcome).toMatchObject({ unreachable: true, reason: expect.stringContaining(words) });
  });
});

describe('classifyBalance', () => {
  it('reads credits only from a success', () => {
    expect(classifyBalance(answer(200, '{"status":0,"balance":7}'), ESMS_PROFILE, NOW)).toEqual({
      ok: true,
      credits: 7,
    });
    for (const body of ['{"status":0}', '{"status":0,"balance":"7"}', '{"balance":7}', '']) {
      expect(classifyBalance(answer(200, body), ESMS_PROFILE, NOW)).toMatchObject({
        ok: false,
        code: 'unreadable-answer',
      });
    }
    expect(
      classifyBalance(answer(200, '{"status":3,"balance":0}'), ESMS_PROFILE, NOW),
    ).toMatchObject({ ok: false, code: '3' });
  });
});

describe('parseRetryAfter', () => {
  it.each([
    [undefined, 1_000],
    ['', 1_000],
    ['soon', 1_000],
    ['-5', 1_000],
    ['0', 1_000],
    ['2', 2_000],
    ['999999999999', 60_000],
    ['Mon, 23 Nov 2026 12:00:05 GMT', 5_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 1_000],
  ])('takes %j for %i ms', (value, ms) => {
    expect(parseRetryAfter(value, NOW)).toBe(ms);
  });
});
