import type { DriverName } from '#shared/contract/gateways.ts';

/** What a person must know to add an account: the same for the core, the command line and the form. */
export type DriverFacts = {
  /** Null: the user gives an address; without one the practice gateway runs inside Siar. */
  defaultUrl: string | null;
  /** Names of its credentials. */
  secretFields: readonly string[];
  /** Credentials that it can do without. */
  optionalSecrets: readonly string[];
  /** Those of its credentials that may be seen while they are typed (a user name, an e-mail address). */
  openSecrets: readonly string[];
  /** Its profiles, the usual one first; white labels have addresses of their own (null: the user's). */
  profiles: readonly { id: string; label: string; url: string | null }[];
  /** Messages per second, at most, until the user says otherwise. */
  rate: number;
  /** Whether an address of this computer can be given to it, for reports, replies or decisions on texts. */
  callbacks: boolean;
};

/** Every driver's facts. */
export const DRIVER_FACTS: Readonly<Record<DriverName, DriverFacts>> = {
  esms: {
    defaultUrl: 'https://api.esms.com.my',
    secretFields: ['apiKey', 'apiSecret'],
    optionalSecrets: [],
    openSecrets: [],
    profiles: [{ id: 'esms', label: 'eSMS Malaysia', url: 'https://api.esms.com.my' }],
    rate: 40,
    callbacks: true,
  },
  sms123: {
    defaultUrl: 'https://www.sms123.net',
    secretFields: ['apiKey'],
    optionalSecrets: ['email'],
    openSecrets: ['email'],
    profiles: [
      { id: 'sms123', label: 'SMS123', url: 'https://www.sms123.net' },
      {
        id: 'sms123-ols',
        label: 'Online Live Support SMS',
        url: 'https://app-sms.online-live-support.com',
      },
      { id: 'maysms', label: 'MaySMS', url: 'https://www.maysms.my' },
    ],
    rate: 40,
    callbacks: true,
  },
  kannel: {
    defaultUrl: null,
    secretFields: ['username', 'password'],
    optionalSecrets: [],
    openSecrets: ['username'],
    profiles: [{ id: 'kannel', label: 'Kannel', url: null }],
    rate: 40,
    callbacks: true,
  },
  smpp: {
    defaultUrl: null,
    secretFields: ['systemId', 'password'],
    optionalSecrets: [],
    openSecrets: ['systemId'],
    profiles: [{ id: 'smpp', label: 'SMPP 3.4', url: null }],
    rate: 20,
    callbacks: false,
  },
  twilio: {
    defaultUrl: 'https://api.twilio.com',
    secretFields: ['accountSid', 'authToken'],
    optionalSecrets: [],
    openSecrets: ['accountSid'],
    profiles: [{ id: 'twilio', label: 'Twilio', url: 'https://api.twilio.com' }],
    rate: 10,
    callbacks: true,
  },
  smsgate: {
    defaultUrl: 'https://api.sms-gate.app/3rdparty/v1',
    secretFields: ['username', 'password'],
    optionalSecrets: [],
    openSecrets: ['username'],
    profiles: [
      { id: 'smsgate', label: 'SMSGate phone', url: 'https://api.sms-gate.app/3rdparty/v1' },
    ],
    rate: 0.2,
    callbacks: true,
  },
  http: {
    defaultUrl: null,
    secretFields: [],
    optionalSecrets: ['apiKey', 'apiSecret', 'user', 'password'],
    openSecrets: ['user'],
    profiles: [{ id: 'http', label: 'HTTP gateway', url: null }],
    rate: 10,
    callbacks: true,
  },
  practice: {
    defaultUrl: null,
    secretFields: ['apiKey', 'apiSecret'],
    optionalSecrets: [],
    openSecrets: [],
    profiles: [
      { id: 'practice', label: 'eSMS', url: null },
      { id: 'practice-sms123', label: 'SMS123', url: null },
      { id: 'practice-maysms', label: 'MaySMS', url: null },
    ],
    rate: 40,
    callbacks: true,
  },
};
