import type { DriverName } from '#shared/contract/gateways.ts';
import { capabilitiesOf, type DriverCapabilities } from '#shared/gateways/capabilities.ts';
import { KANNEL_PROFILE } from '#shared/gateways/kannel-profile.ts';
import { SMPP_PROFILE } from '#shared/gateways/smpp-profile.ts';
import { DRIVER_FACTS, type DriverFacts } from '#shared/gateways/drivers.ts';
import { ESMS_PROFILE, PRACTICE_PROFILE } from '#shared/gateways/esms-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import {
  MAYSMS_PROFILE,
  ONLINE_LIVE_SUPPORT_PROFILE,
  PRACTICE_SMS123_PROFILES,
  SMS123_PROFILE,
} from '#shared/gateways/sms123-profile.ts';
import { SMSGATE_PROFILE } from '#shared/gateways/smsgate-profile.ts';
import { TWILIO_PROFILE } from '#shared/gateways/twilio-profile.ts';
import { readSmsgateCallback } from '#core/gateways/smsgate/callback.ts';
import {
  ESMS_CAPABILITIES,
  HTTP_CAPABILITIES,
  KANNEL_CAPABILITIES,
  POLLED_CAPABILITIES,
  SMPP_CAPABILITIES,
  SMS123_CAPABILITIES,
} from '#core/gateways/driver-capabilities.ts';
import { createSmsgateDriver } from '#core/gateways/smsgate/driver.ts';
import { readTwilioCallback } from '#core/gateways/twilio/callback.ts';
import { createTwilioDriver } from '#core/gateways/twilio/driver.ts';
import { findUnfitSecret } from '#shared/gateways/http-headers.ts';
import { HTTP_PROFILE, httpOptionsSchema } from '#shared/gateways/http-profile.ts';
import { readHttpCallback, takesHttpReplies } from '#core/gateways/generic/callback.ts';
import { createHttpDriver } from '#core/gateways/generic/driver.ts';
import { readEsmsCallback } from '#core/gateways/esms/callback.ts';
import { createEsmsDriver } from '#core/gateways/esms/driver.ts';
import { createSms123Driver } from '#core/gateways/sms123/driver.ts';
import { readSms123Callback } from '#core/gateways/sms123/templates.ts';
import type {
  CallbackOutcome,
  CallbackRequest,
  DeliveryReport,
  IncomingMessage,
  GatewayDriver,
} from '#core/gateways/gateway-driver.ts';
import type { Mask } from '#core/gateways/mask-secrets.ts';
import { readKannelCallback } from '#core/gateways/kannel/callback.ts';
import { createKannelDriver } from '#core/gateways/kannel/driver.ts';
import { checkSmppUrl } from '#core/gateways/smpp/address.ts';
import { findUnwritable } from '#core/gateways/smpp/encode.ts';
import { createSmppDriver } from '#core/gateways/smpp/driver.ts';
import { explainByRules } from '#core/gateways/generic/explain.ts';
import type { Exchange, HttpResult } from '#core/gateways/http/exchange.ts';
import type { RuleCheck } from '#core/gateways/wire.ts';
import type { Clock, Logger, Secrets } from '#core/ports.ts';

/** What a driver is made with. It knows its account and the world, no campaign and no database. */
export type DriverOptions = {
  baseUrl: string;
  secrets: Secrets;
  profile: GatewayProfile;
  /** Where the gateway may report deliveries to, with its secret path; null: nowhere. */
  dlrCallback: string | null;
  clock: Clock;
  logger: Logger;
  /**
   * Takes a report that came on a session. Resolves once it is committed: only then is the gateway told
   * "received". Rejects when it could not be.
   */
  onReport: (report: DeliveryReport) => Promise<void>;
  /** The same for a message from a phone: what is not committed is to be handed over again. */
  onIncoming: (message: IncomingMessage) => Promise<void>;
  /** Covers the account's secrets in a text of the gateway's, for who cuts one. What is told is covered anyway. */
  cover?: Mask;
  /** Makes the requests of a driver that speaks HTTP, where somebody wants to look at them. */
  exchange?: Exchange;
};

/** A credential that cannot be written: into this header, or within so many Latin letters. */
export type UnfitSecret = { field: string } & ({ header: string } | { most: number });

/** What a kind of gateway needs and how it is opened. */
export type GatewayKind = DriverFacts & {
  profile: GatewayProfile;
  capabilities: DriverCapabilities;
  /** Stands in where the user gave no credentials; undefined: they are required. */
  defaultSecrets: Secrets | undefined;
  /** Messages cost nothing and reach nobody. */
  practice: boolean;
  /** `http`: each request stands for itself. `session`: one connection is held, and shared by all. */
  wire: 'http' | 'session';
  /** How the rules of a profile read an answer to a send, one by one; only where they are the user's. */
  explain?: (result: HttpResult, profile: GatewayProfile) => RuleCheck[];
  /** The first credential that cannot be written where its kind or profile needs it; without this, every one can. */
  findUnfit?: (secrets: Secrets, profile: GatewayProfile) => UnfitSecret | null;
  /** Checks an address other than http(s), as `checkGatewayUrl` does; throws SiarError. */
  checkUrl?: (text: string, allowPlain: boolean) => string;
  create: (options: DriverOptions) => GatewayDriver;
  /** Whether a profile says how messages from phones are read; without this, every one does. */
  takesReplies?: (profile: GatewayProfile) => boolean;
  /** Reads what came to the account's callback address; only where something is called in. */
  readCallback?: (request: CallbackRequest, profile: GatewayProfile) => CallbackOutcome;
};

/** All that the core knows of each driver; a driver without an entry does not compile. */
export const GATEWAY_KINDS: Readonly<Record<DriverName, GatewayKind>> = {
  esms: {
    ...DRIVER_FACTS.esms,
    profile: ESMS_PROFILE,
    capabilities: ESMS_CAPABILITIES,
    wire: 'http',
    defaultSecrets: undefined,
    practice: false,
    create: createEsmsDriver,
    readCallback: readEsmsCallback,
  },
  kannel: {
    ...DRIVER_FACTS.kannel,
    profile: KANNEL_PROFILE,
    capabilities: KANNEL_CAPABILITIES,
    wire: 'http',
    defaultSecrets: undefined,
    practice: false,
    create: createKannelDriver,
    readCallback: readKannelCallback,
  },
  smpp: {
    ...DRIVER_FACTS.smpp,
    profile: SMPP_PROFILE,
    capabilities: SMPP_CAPABILITIES,
    wire: 'session',
    defaultSecrets: undefined,
    practice: false,
    checkUrl: checkSmppUrl,
    findUnfit: findUnwritable,
    create: createSmppDriver,
  },
  sms123: {
    ...DRIVER_FACTS.sms123,
    profile: SMS123_PROFILE,
    capabilities: SMS123_CAPABILITIES,
    wire: 'http',
    defaultSecrets: undefined,
    practice: false,
    create: createSms123Driver,
    readCallback: readSms123Callback,
  },
  twilio: {
    ...DRIVER_FACTS.twilio,
    profile: TWILIO_PROFILE,
    capabilities: POLLED_CAPABILITIES,
    wire: 'http',
    defaultSecrets: undefined,
    practice: false,
    create: createTwilioDriver,
    readCallback: readTwilioCallback,
  },
  smsgate: {
    ...DRIVER_FACTS.smsgate,
    profile: SMSGATE_PROFILE,
    capabilities: POLLED_CAPABILITIES,
    wire: 'http',
    defaultSecrets: undefined,
    practice: false,
    create: createSmsgateDriver,
    readCallback: readSmsgateCallback,
  },
  http: {
    ...DRIVER_FACTS.http,
    profile: HTTP_PROFILE,
    capabilities: HTTP_CAPABILITIES,
    wire: 'http',
    defaultSecrets: undefined,
    practice: false,
    create: createHttpDriver,
    takesReplies: takesHttpReplies,
    findUnfit: (secrets, profile) =>
      findUnfitSecret(httpOptionsSchema.parse(profile.options), secrets),
    explain: explainByRules,
    readCallback: readHttpCallback,
  },
  practice: {
    ...DRIVER_FACTS.practice,
    profile: PRACTICE_PROFILE,
    capabilities: ESMS_CAPABILITIES,
    wire: 'http',
    defaultSecrets: { apiKey: 'practice', apiSecret: 'practice', email: 'practice@localhost' },
    practice: true,
    create: createEsmsDriver,
    readCallback: readEsmsCallback,
  },
};

/** Gateway profiles by id. */
export const GATEWAY_PROFILES: ReadonlyMap<string, GatewayProfile> = new Map(
  [
    ESMS_PROFILE,
    SMS123_PROFILE,
    ONLINE_LIVE_SUPPORT_PROFILE,
    MAYSMS_PROFILE,
    KANNEL_PROFILE,
    SMPP_PROFILE,
    TWILIO_PROFILE,
    SMSGATE_PROFILE,
    HTTP_PROFILE,
    PRACTICE_PROFILE,
    ...PRACTICE_SMS123_PROFILES,
  ].map((profile) => [profile.id, profile]),
);

const PRACTICE_SMS123: Pick<GatewayKind, 'capabilities' | 'create' | 'readCallback'> = {
  capabilities: SMS123_CAPABILITIES,
  create: createSms123Driver,
  readCallback: readSms123Callback,
};
const PRACTICE_SMS123_IDS = new Set(PRACTICE_SMS123_PROFILES.map(({ id }) => id));

/** How an account is opened: by its driver, and for the practice gateway by whom its profile imitates. */
export function kindOf(account: {
  driver: DriverName;
  profile: Pick<GatewayProfile, 'id'>;
}): GatewayKind {
  const kind = GATEWAY_KINDS[account.driver];
  const isSms123 = kind.practice && PRACTICE_SMS123_IDS.has(account.profile.id);
  return isSms123 ? { ...kind, ...PRACTICE_SMS123 } : kind;
}

/** What an account can do, by its driver and its profile. */
export function accountCapabilities(account: {
  driver: DriverName;
  profile: GatewayProfile;
}): DriverCapabilities {
  const { capabilities, takesReplies } = kindOf(account);
  const able = capabilitiesOf(capabilities, account.profile);
  return takesReplies?.(account.profile) === false ? { ...able, replies: 'none' } : able;
}

/** Whether there is something that the gateway calls an address of ours for. */
export function callsBack(account: { driver: DriverName; profile: GatewayProfile }): boolean {
  const { reports, replies, templates } = accountCapabilities(account);
  return reports === 'callback' || replies === 'callback' || templates;
}
