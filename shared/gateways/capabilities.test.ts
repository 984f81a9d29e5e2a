import { describe, expect, it } from 'vitest';
import { capabilitiesOf, type DriverCapabilities } from '#shared/gateways/capabilities.ts';

const DRIVER: DriverCapabilities = {
  batch: 100,
  dedupe: 'reference',
  reports: 'poll',
  balance: true,
  lookUp: false,
  otp: false,
  templates: false,
  replies: 'callback',
  idsPerMessage: 'one',
};

describe('capabilities of an account', () => {
  it('are those of its driver where the profile allows all of it', () => {
    const profile = { batchSize: 500, dedupe: 'reference' as const, givesReports: true };
    expect(capabilitiesOf(DRIVER, profile)).toEqual(DRIVER);
  });

  it('are narrowed by the profile', () => {
    const profile = { batchSize: 1, dedupe: 'none' as const, givesReports: false };
    expect(capabilitiesOf(DRIVER, profile)).toEqual({
      ...DRIVER,
      batch: 1,
      dedupe: 'none',
      reports: 'none',
    });
  });

  it('are never widened by it', () => {
    const plain: DriverCapabilities = { ...DRIVER, batch: 1, dedupe: 'none', reports: 'none' };
    const profile = { batchSize: 100, dedupe: 'reference' as const, givesReports: true };
    expect(capabilitiesOf(plain, profile)).toEqual(plain);
  });
});
