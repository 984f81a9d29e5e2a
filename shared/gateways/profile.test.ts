import { describe, expect, it } from 'vitest';
import { ESMS_PROFILE, PRACTICE_PROFILE } from '#shared/gateways/esms-profile.ts';
import { classifyCode, gatewayProfileSchema } from '#shared/gateways/profile.ts';

describe('gateway profiles', () => {
  it.each([ESMS_PROFILE, PRACTICE_PROFILE])('$id is a valid profile', (profile) => {
    expect(gatewayProfileSchema.parse(profile)).toEqual(profile);
  });

  it('refuses a key it does not know, so that a misspelt fact is not ignored', () => {
    expect(gatewayProfileSchema.safeParse({ ...ESMS_PROFILE, maxPart: 3 }).success).toBe(false);
  });

  it('gives a pause reason to exactly the codes that pause', () => {
    for (const entry of Object.values(ESMS_PROFILE.codes)) {
      expect(entry.pauseReason !== undefined).toBe(entry.class === 'pause');
      expect(entry.advice).toMatch(/\.$/);
    }
  });

  it.each([
    [0, 'accepted', undefined],
    [1, 'pause', 'configuration'],
    [2, 'pause', 'credentials'],
    [3, 'pause', 'credentials'],
    [4, 'rejected', undefined],
    [5, 'pause', 'credit'],
    [6, 'retryable', undefined],
    [7, 'pause', 'configuration'],
    [8, 'rejected', undefined],
    [9, 'rejected', undefined],
    ['10', 'rejected', undefined],
    [11, 'rejected', undefined],
    ['constructor', 'rejected', undefined],
  ])('code %s is %s', (code, kind, reason) => {
    const meaning = classifyCode(ESMS_PROFILE, code);
    expect(meaning.class).toBe(kind);
    expect(meaning.pauseReason).toBe(reason);
  });

  it('names an unknown code', () => {
    expect(classifyCode(ESMS_PROFILE, 99).advice).toContain('99');
  });
});
