import { describe, expect, it } from 'vitest';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import {
  defaultRetryPolicy,
  effectiveRetryPolicy,
  formatMinutes,
  mostRetryCredits,
  parseMinutes,
  retryPolicySchema,
} from '#shared/gateways/retry-policy.ts';

describe('retry policy', () => {
  it('costs nothing until somebody says so', () => {
    const policy = defaultRetryPolicy(ESMS_PROFILE);
    expect(retryPolicySchema.parse(policy)).toEqual(policy);
    expect(policy).toMatchObject({ who: 'nobody', delaysMinutes: [30, 120, 360] });
    expect(mostRetryCredits(policy, 100)).toBe(0);
    expect(mostRetryCredits({ ...policy, who: 'siar' }, 100)).toBe(300);
  });

  it('leaves a gateway that sends again by itself alone, whatever was saved before', () => {
    const itself = { retriesItself: true };
    expect(defaultRetryPolicy(itself).who).toBe('gateway');
    const saved = { ...defaultRetryPolicy({}), who: 'siar' as const };
    expect(effectiveRetryPolicy(itself, saved).who).toBe('gateway');
    expect(effectiveRetryPolicy({}, saved).who).toBe('siar');
  });

  it('never retries what is uncertain', () => {
    const policy = { ...defaultRetryPolicy({}), on: ['uncertain'] };
    expect(retryPolicySchema.safeParse(policy).success).toBe(false);
  });

  it.each([
    ['30m', 30],
    ['2h', 120],
    ['1d', 1_440],
    ['45', 45],
    [' 6H ', 360],
    ['', undefined],
    ['-5m', undefined],
    ['1.5h', undefined],
    ['soon', undefined],
  ])('reads %j', (text, minutes) => {
    expect(parseMinutes(text)).toBe(minutes);
  });

  it.each([
    [0, '0 min'],
    [30, '30 min'],
    [90, '1 h 30 min'],
    [1_440, '1 d'],
    [1_570, '1 d 2 h 10 min'],
  ])('writes %i', (minutes, text) => {
    expect(formatMinutes(minutes)).toBe(text);
  });
});
