import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { toWireText } from '#shared/sms/segments.ts';
import { say } from '#shared/said/say.ts';
import type { Secrets } from '#core/ports.ts';
import type { GatewayDriver, LookUpOutcome } from '#core/gateways/gateway-driver.ts';
import { classifyBalance, classifySend } from '#core/gateways/esms/classify.ts';
import { classifyLookUp, LOOK_UP_REST } from '#core/gateways/esms/look-up.ts';
import { createEsmsOtp } from '#core/gateways/esms/otp.ts';
import {
  createHttpClient,
  type HttpCall,
  type HttpDriverSettings,
} from '#core/gateways/http/client.ts';

/** An eSMS account and how to talk to it. */
export type EsmsDriverOptions = HttpDriverSettings & {
  /** For example `https://api.esms.com.my`; https certificates are always verified. */
  baseUrl: string;
  /** `apiKey` and `apiSecret`. */
  secrets: Secrets;
  profile: GatewayProfile;
  /** Where the gateway reports deliveries to; null: reports are not asked for. */
  dlrCallback: string | null;
};

/** eSMS send page 2022: without the charset suffix non-ASCII text is garbled. */
const HEADERS = { 'content-type': 'application/json; charset=utf-8' };
const NO_ADDRESS: LookUpOutcome = {
  kind: 'refused',
  code: 'no-address',
  reason: say('look-up-nowhere'),
};
/** One-time passwords have connections of their own, so that none waits behind a campaign. */
const OTP_CONNECTIONS = 8;

/**
 * eSMS Malaysia over HTTP: one recipient per request, JSON bodies, no retries of its own (eSMS send
 * and balance pages, 2022 and 2021). Credentials travel in the body only and appear in no outcome.
 */
export function createEsmsDriver(options: EsmsDriverOptions): GatewayDriver {
  const { profile, secrets, dlrCallback } = options;
  const client = createHttpClient(options.baseUrl, options);
  const otpClient = createHttpClient(options.baseUrl, {
    ...options,
    maxConnections: OTP_CONNECTIONS,
  });
  const account = `{"user":${JSON.stringify(secrets['apiKey'] ?? '')},"pass":${JSON.stringify(secrets['apiSecret'] ?? '')}`;
  const tail = dlrCallback === null ? '}' : `,"dlr":1,"dlr-url":${JSON.stringify(dlrCallback)}}`;
  const post = (path: string, body: string): HttpCall => ({
    method: 'POST',
    path,
    headers: HEADERS,
    body,
  });
  const sendPath = client.pathOf('sms/send');
  const balance = post(client.pathOf('sms/balance'), `${account}}`);

  return {
    async send(request, signal) {
      const to = JSON.stringify(request.msisdn);
      const text = JSON.stringify(toWireText(request.text));
      const type = request.encoding === 'ucs2' ? 8 : 0;
      const body = `${account},"to":${to},"msg":${text},"type":${type}${tail}`;
      return classifySend(await client.call(post(sendPath, body), signal), profile, Date.now());
    },
    async balance(signal) {
      return classifyBalance(await client.ask(balance, signal), profile, Date.now());
    },
    async lookUp(msisdn, signal) {
      if (dlrCallback === null) return NO_ADDRESS;
      const to = JSON.stringify(msisdn);
      const url = JSON.stringify(`${dlrCallback}/${LOOK_UP_REST}`);
      const call = post(client.pathOf('hlr/send'), `${account},"to":${to},"dlr-url":${url}}`);
      return classifyLookUp(await client.call(call, signal), profile, Date.now());
    },
    otp: createEsmsOtp(secrets, profile, (path, body, signal) =>
      otpClient.call(post(otpClient.pathOf(path), body), signal),
    ),
    async close() {
      await Promise.all([client.close(), otpClient.close()]);
    },
  };
}
