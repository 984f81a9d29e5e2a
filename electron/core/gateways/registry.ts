import type { DriverName } from '#shared/contract/gateways.ts';
import { ESMS_PROFILE, PRACTICE_PROFILE } from '#shared/gateways/esms-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { createEsmsDriver } from '#core/gateways/esms/driver.ts';
import type { GatewayDriver } from '#core/gateways/gateway-driver.ts';
import type { Secrets } from '#core/ports.ts';

/** What a kind of gateway needs and how it is opened. */
export type GatewayKind = {
  profile: GatewayProfile;
  /** Null: runs inside Siar unless the user gives an address. */
  defaultUrl: string | null;
  /** Names of its credentials. */
  secretFields: readonly string[];
  /** Stands in where the user gave no credentials; undefined: they are required. */
  defaultSecrets: Secrets | undefined;
  practice: boolean;
  create(options: {
    baseUrl: string;
    secrets: Secrets;
    profile: GatewayProfile;
    dlrCallback: string | null;
  }): GatewayDriver;
};

/** Every driver. */
export const GATEWAY_KINDS: Readonly<Record<DriverName, GatewayKind>> = {
  esms: {
    profile: ESMS_PROFILE,
    defaultUrl: 'https://api.esms.com.my',
    secretFields: ['apiKey', 'apiSecret'],
    defaultSecrets: undefined,
    practice: false,
    create: createEsmsDriver,
  },
  practice: {
    profile: PRACTICE_PROFILE,
    defaultUrl: null,
    secretFields: ['apiKey', 'apiSecret'],
    defaultSecrets: { apiKey: 'practice', apiSecret: 'practice' },
    practice: true,
    create: createEsmsDriver,
  },
};

/** Gateway profiles by id. */
export const GATEWAY_PROFILES: ReadonlyMap<string, GatewayProfile> = new Map(
  [ESMS_PROFILE, PRACTICE_PROFILE].map((profile) => [profile.id, profile]),
);
