import { kannelOptionsSchema } from '#shared/gateways/kannel-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { toWireText } from '#shared/sms/segments.ts';
import { say } from '#shared/said/say.ts';
import type { Secrets } from '#core/ports.ts';
import type { GatewayDriver, SendRequest } from '#core/gateways/gateway-driver.ts';
import { createHttpClient, type HttpDriverSettings } from '#core/gateways/http/client.ts';
import { classifyCheck, classifySend } from '#core/gateways/kannel/classify.ts';

/** A Kannel smsbox and how to talk to it. */
export type KannelDriverOptions = HttpDriverSettings & {
  /** For example `http://127.0.0.1:13013`. */
  baseUrl: string;
  /** `username` and `password` of a sendsms-user. */
  secrets: Secrets;
  profile: GatewayProfile;
  /** Where reports may be sent to; null: they are not asked for. */
  dlrCallback: string | null;
};

/** Kannel fills these in: type of the report, and its time in seconds since 1970. */
const REPORT_QUERY = '?s=%d&t=%T';

/**
 * Kannel's smsbox (user guide, "SMS Push"): a GET with everything percent-encoded, the password too; no
 * address is ever part of an outcome or a log. Kannel gives no id, so the attempt's own reference goes out
 * in the report address and comes back there. It cuts long texts itself.
 */
export function createKannelDriver(options: KannelDriverOptions): GatewayDriver {
  const { profile, secrets, dlrCallback } = options;
  const { sender, smsc, path, dlrMask } = kannelOptionsSchema.parse(profile.options);
  const client = createHttpClient(options.baseUrl, options);
  const account = {
    username: secrets['username'] ?? '',
    password: secrets['password'] ?? '',
    ...(sender !== '' && { from: sender }),
    ...(smsc !== '' && { smsc }),
  };

  function pathOf(fields: Readonly<Record<string, string>>): string {
    return `${client.pathOf(path)}?${encode({ ...account, ...fields })}`;
  }

  function fieldsOf({ reference, msisdn, text, encoding }: SendRequest) {
    return {
      to: msisdn,
      text: toWireText(text),
      // Without the charset Kannel takes the octets of UTF-8 for UTF-16 (measured on 1.4.5).
      charset: 'UTF-8',
      coding: encoding === 'ucs2' ? '2' : '0',
      ...(dlrCallback !== null && {
        'dlr-mask': String(dlrMask),
        'dlr-url': `${dlrCallback}/${reference}${REPORT_QUERY}`,
      }),
    };
  }

  return {
    async send(request, signal) {
      const call = { method: 'GET' as const, path: pathOf(fieldsOf(request)) };
      const id = dlrCallback === null ? null : request.reference;
      return classifySend(await client.call(call, signal), id, profile, Date.now());
    },
    balance: () =>
      Promise.resolve({
        ok: false,
        code: 'no-balance',
        reason: say('no-balance-operator', { gateway: profile.label }),
      }),
    async check(signal) {
      // A message to nobody: the password is checked first, and then the recipient is missed.
      const call = { method: 'GET' as const, path: pathOf({ text: '' }) };
      return classifyCheck(await client.ask(call, signal), profile, Date.now());
    },
    close: () => client.close(),
  };
}

function encode(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
