import { describe, expect, it } from 'vitest';
import type { DriverName } from '#shared/contract/gateways.ts';
import {
  accountCapabilities,
  GATEWAY_KINDS,
  GATEWAY_PROFILES,
  kindOf,
} from '#core/gateways/registry.ts';
import { silentLogger } from '#tests/support/silent-logger.ts';

const accounts = (Object.keys(GATEWAY_KINDS) as DriverName[]).flatMap((driver) =>
  [GATEWAY_KINDS[driver].profile, ...GATEWAY_PROFILES.values()]
    .filter(
      (profile, index) =>
        index === 0 || (driver === 'practice' && profile.id.startsWith('practice-')),
    )
    .map((profile) => ({ name: `${driver} as ${profile.id}`, driver, profile })),
);

describe('what an account is said to be able to do', () => {
  it.each(accounts)('is what its driver does: $name', async ({ driver: kind, profile }) => {
    const secrets = {
      apiKey: 'k',
      apiSecret: 's',
      email: 'a@b',
      username: 'u',
      password: 'p',
      systemId: 'x',
      accountSid: 'a',
      authToken: 'b',
    };
    const driver = kindOf({ driver: kind, profile }).create({
      baseUrl: kind === 'smpp' ? 'smpp://127.0.0.1:9' : 'http://127.0.0.1:9',
      secrets,
      profile,
      dlrCallback: null,
      clock: { now: Date.now, monotonic: () => performance.now() },
      logger: silentLogger,
      onReport: () => Promise.resolve(),
      onIncoming: () => Promise.resolve(),
    });
    const { otp, lookUp } = accountCapabilities({ driver: kind, profile });
    expect({ otp, lookUp }).toEqual({
      otp: driver.otp !== undefined,
      lookUp: driver.lookUp !== undefined,
    });
    await driver.close();
  });

  it('names one-time passwords for eSMS and its practice alone', () => {
    const able = accounts.filter((account) => accountCapabilities(account).otp);
    expect(able.map(({ driver }) => driver).toSorted()).toEqual(['esms', 'practice']);
  });
});
