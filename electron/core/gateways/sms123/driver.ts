import { sms123OptionsSchema } from '#shared/gateways/sms123-options.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { toWireText } from '#shared/sms/segments.ts';
import { say } from '#shared/said/say.ts';
import type { Secrets } from '#core/ports.ts';
import type { BatchRequest, GatewayDriver } from '#core/gateways/gateway-driver.ts';
import {
  createHttpClient,
  type HttpCall,
  type HttpDriverSettings,
} from '#core/gateways/http/client.ts';
import { classifySends, classifySms123Balance } from '#core/gateways/sms123/classify.ts';
import { classifyTemplate } from '#core/gateways/sms123/templates.ts';

/** An SMS123 account (or one of a white label) and how to talk to it. */
export type Sms123DriverOptions = HttpDriverSettings & {
  /** For example `https://www.sms123.net`. */
  baseUrl: string;
  /** `apiKey`; `email` too where the balance is wanted. */
  secrets: Secrets;
  profile: GatewayProfile;
};

const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

/**
 * SMS123 over HTTP (API page of sms123.net): up to 100 recipients of equal text in one request with one
 * `referenceID`, which makes repeating it safe. The documented send is a GET with everything
 * percent-encoded in the query, the key too; no address is ever part of an outcome or a log.
 */
export function createSms123Driver(options: Sms123DriverOptions): GatewayDriver {
  const { profile, secrets } = options;
  const { method, sendPath, balancePath, templatePath } = sms123OptionsSchema.parse(
    profile.options,
  );
  const client = createHttpClient(options.baseUrl, options);
  const [apiKey, email] = [secrets['apiKey'] ?? '', secrets['email'] ?? ''];

  function callTo(path: string, fields: Readonly<Record<string, string>>, post: boolean): HttpCall {
    const form = encode(fields);
    return post
      ? { method: 'POST', path: client.pathOf(path), headers: FORM, body: form }
      : { method: 'GET', path: `${client.pathOf(path)}?${form}` };
  }

  async function sendBatch(batch: BatchRequest, signal: AbortSignal) {
    const fields = {
      apiKey,
      recipients: batch.msisdns.join(';'),
      messageContent: toWireText(batch.text),
      referenceID: batch.reference,
    };
    const result = await client.call(callTo(sendPath, fields, method === 'POST'), signal);
    return classifySends(result, batch.msisdns, profile, Date.now());
  }

  return {
    sendBatch,
    async send({ msisdn, ...request }, signal) {
      const [outcome] = await sendBatch({ ...request, msisdns: [msisdn] }, signal);
      if (!outcome) throw new Error('a request with one recipient has one outcome');
      return outcome;
    },
    async balance(signal) {
      if (email === '') {
        return {
          ok: false,
          code: 'email-missing',
          reason: say('no-balance-email', { gateway: profile.label }),
        };
      }
      const result = await client.ask(callTo(balancePath, { apiKey, email }, false), signal);
      return classifySms123Balance(result, profile, Date.now());
    },
    async submitTemplate({ title, text, reference }, signal) {
      if (email === '') {
        return {
          kind: 'refused',
          code: 'email-missing',
          reason: say('no-template-email', { gateway: profile.label }),
        };
      }
      const fields = {
        apiKey,
        email,
        templateTitle: title,
        messageContent: toWireText(text),
        referenceId: reference,
      };
      const result = await client.call(callTo(templatePath, fields, true), signal);
      return classifyTemplate(result, profile, Date.now());
    },
    close: () => client.close(),
  };
}

/** Percent-encoding of everything but letters, digits and `-_.~`: a `;` between numbers is `%3B`. */
function encode(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/[!'()*]/g, hexOf)}`)
    .join('&');
}

function hexOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
