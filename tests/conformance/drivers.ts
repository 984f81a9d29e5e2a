import { DRIVER_FACTS } from '#shared/gateways/drivers.ts';
import type { DriverName } from '#shared/contract/gateways.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { createEsmsDriver } from '#core/gateways/esms/driver.ts';
import type { GatewayDriver, SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { HttpDriverSettings } from '#core/gateways/http/client.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { createHttpDriver } from '#core/gateways/generic/driver.ts';
import { createKannelDriver } from '#core/gateways/kannel/driver.ts';
import { createSmsgateDriver } from '#core/gateways/smsgate/driver.ts';
import { createSms123Driver } from '#core/gateways/sms123/driver.ts';
import { createTwilioDriver } from '#core/gateways/twilio/driver.ts';
import type { Secrets } from '#core/ports.ts';

/** An answer of the gateway and the outcome it must have. */
export type Case = [status: string, body: unknown, kind: SendOutcome['kind']];

/** What the suite knows of a driver: how it is made, and how its gateway speaks. */
export type Candidate = {
  name: DriverName;
  create(options: {
    baseUrl: string;
    secrets: Secrets;
    profile: GatewayProfile;
    dlrCallback: string | null;
    timeouts: NonNullable<HttpDriverSettings['timeouts']>;
  }): GatewayDriver;
  profile: GatewayProfile;
  /** The answer to a message that was taken. */
  success: [status: string, body: unknown];
  /** Every documented answer besides. */
  answers: readonly Case[];
  /** An answer of the gateway's own with a code nobody documented. */
  unknownCode: Case;
};

const KIND_OF_CLASS: Readonly<Record<string, SendOutcome['kind']>> = {
  accepted: 'accepted',
  rejected: 'rejected',
  retryable: 'retryable',
  pause: 'paused',
};

/** One case for each code of a profile. */
function everyCode(
  { codes }: GatewayProfile,
  toAnswer: (code: string, entry: GatewayProfile['codes'][string]) => [string, unknown],
): Case[] {
  return Object.entries(codes).map(([code, entry]) => {
    const kind = KIND_OF_CLASS[entry.class];
    if (!kind) throw new Error(`class ${entry.class}`);
    return [...toAnswer(code, entry), kind];
  });
}

const ESMS = GATEWAY_KINDS.esms.profile;
const SMS123 = GATEWAY_KINDS.sms123.profile;
const TWILIO = GATEWAY_KINDS.twilio.profile;

const HTTP: GatewayProfile = {
  ...GATEWAY_KINDS.http.profile,
  codes: {
    '1': { meaning: 'Bad number', class: 'rejected', advice: 'Correct it.' },
    '2': { meaning: 'Busy', class: 'retryable', advice: 'Wait.' },
    '3': { meaning: 'No credit', class: 'pause', pauseReason: 'credit', advice: 'Top up.' },
  },
};
const HTTP_STATUS: GatewayProfile['codes'] = {
  'http-422': { meaning: 'Bad request', class: 'rejected', advice: 'Correct it.' },
};

/** The credentials of a candidate: words that must appear in no outcome. */
export function secretsOf(name: DriverName): Secrets {
  const { secretFields, optionalSecrets } = DRIVER_FACTS[name];
  return Object.fromEntries(
    [...secretFields, ...optionalSecrets].map((field) => [field, `hush-${field}`]),
  );
}

/** Every driver that speaks HTTP. */
export const HTTP_DRIVERS: readonly Candidate[] = [
  {
    name: 'esms',
    create: createEsmsDriver,
    profile: ESMS,
    success: ['200 OK', { status: 0, id: 'a', parts: 1, creditDeducted: 1 }],
    answers: everyCode(ESMS, (code) => ['200 OK', { status: Number(code), id: 'a' }]),
    unknownCode: ['200 OK', { status: 77, id: 'a' }, 'rejected'],
  },
  {
    name: 'sms123',
    create: createSms123Driver,
    profile: SMS123,
    success: ['200 OK', { status: 'ok', msgCode: 'E00001', data: '' }],
    answers: everyCode(SMS123, (msgCode, { class: kind, duplicate }) => [
      '200 OK',
      { status: kind === 'accepted' && duplicate !== true ? 'ok' : 'error', msgCode },
    ]),
    unknownCode: ['200 OK', { status: 'error', msgCode: 'E09876' }, 'rejected'],
  },
  {
    name: 'twilio',
    create: createTwilioDriver,
    profile: TWILIO,
    success: ['201 Created', { sid: 'SM1', status: 'queued', num_segments: '1' }],
    answers: [
      ...everyCode(TWILIO, (code) => ['400 Bad Request', { code: Number(code), status: 400 }]),
      ['401 Unauthorized', { code: 20003, status: 401 }, 'paused'],
      ['401 Unauthorized', 'no', 'paused'],
    ],
    unknownCode: ['400 Bad Request', { code: 65_000, status: 400 }, 'rejected'],
  },
  {
    name: 'smsgate',
    create: createSmsgateDriver,
    profile: GATEWAY_KINDS.smsgate.profile,
    success: ['202 Accepted', { id: 'a', state: 'Pending', recipients: [] }],
    answers: [
      ['400 Bad Request', { message: 'invalid phone number' }, 'rejected'],
      ['401 Unauthorized', '', 'paused'],
      ['403 Forbidden', '', 'paused'],
    ],
    unknownCode: ['400 Bad Request', { message: 'something new' }, 'rejected'],
  },
  {
    name: 'kannel',
    create: createKannelDriver,
    profile: GATEWAY_KINDS.kannel.profile,
    success: ['202 Accepted', '0: Accepted for delivery'],
    answers: [
      ['202 Accepted', '3: Queued for later delivery', 'accepted'],
      [
        '400 Bad Request',
        'Number(s) has/have been denied by white- and/or black-lists.',
        'rejected',
      ],
      ['400 Bad Request', 'Sender missing and no global set, rejected', 'paused'],
      ['400 Bad Request', 'Missing receiver number, rejected', 'paused'],
      ['403 Forbidden', 'Authorization failed for sendsms', 'paused'],
      ['404 Not Found', 'Unknown request.', 'paused'],
      ['503 Service Unavailable', 'Temporal failure, try again later.', 'retryable'],
    ],
    unknownCode: ['400 Bad Request', 'Something new, rejected', 'paused'],
  },
  {
    name: 'http',
    create: createHttpDriver,
    profile: { ...HTTP, codes: { ...HTTP.codes, ...HTTP_STATUS } },
    success: ['200 OK', { status: 'ok', id: 'a', parts: 1, credits: 1 }],
    answers: [
      ...everyCode(HTTP, (code) => ['200 OK', { status: 'error', code: Number(code) }]),
      ['422 Unprocessable', 'bad number', 'rejected'],
      ['401 Unauthorized', '', 'paused'],
    ],
    unknownCode: ['200 OK', { status: 'error', code: 99 }, 'rejected'],
  },
];
