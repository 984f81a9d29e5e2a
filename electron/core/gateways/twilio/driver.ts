import { twilioOptionsSchema } from '#shared/gateways/twilio-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { classifyCode } from '#shared/gateways/profile.ts';
import { toWireText } from '#shared/sms/segments.ts';
import { say } from '#shared/said/say.ts';
import type { GatewayDriver, SendOutcome } from '#core/gateways/gateway-driver.ts';
import { createHttpClient, type HttpDriverSettings } from '#core/gateways/http/client.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';
import {
  classifyMeaning,
  isSuccess,
  lostAnswer,
  readJsonObject,
} from '#core/gateways/http/outcomes.ts';
import {
  basicAuth,
  checkByReading,
  classifyRest,
  pollEach,
  toReport,
} from '#core/gateways/http/rest.ts';
import type { Secrets } from '#core/ports.ts';

/** A Twilio account and how to talk to it. */
export type TwilioDriverOptions = HttpDriverSettings & {
  /** `https://api.twilio.com`. */
  baseUrl: string;
  /** `accountSid` and `authToken`. */
  secrets: Secrets;
  profile: GatewayProfile;
};

const POLL_BATCH = 20;

/**
 * Twilio's message resource (2010-04-01): one recipient per form POST, reports by reading the resource
 * again, because a desktop has no public address. It tells money, not credits, so there is no balance.
 */
export function createTwilioDriver(options: TwilioDriverOptions): GatewayDriver {
  const { profile, secrets } = options;
  const { from, messagingServiceSid } = twilioOptionsSchema.parse(profile.options);
  const client = createHttpClient(options.baseUrl, options);
  const sid = secrets['accountSid'] ?? '';
  const headers = { authorization: basicAuth(sid, secrets['authToken'] ?? '') };
  const account = client.pathOf(`2010-04-01/Accounts/${encodeURIComponent(sid)}`);
  const sender: [string, string] =
    messagingServiceSid === '' ? ['From', from] : ['MessagingServiceSid', messagingServiceSid];
  const read = (path: string, signal: AbortSignal) =>
    client.ask({ method: 'GET', path, headers }, signal);

  return {
    async send({ msisdn, text }, signal) {
      const form = new URLSearchParams([['To', `+${msisdn}`], sender, ['Body', toWireText(text)]]);
      const result = await client.call(
        {
          method: 'POST',
          path: `${account}/Messages.json`,
          headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
          body: form.toString(),
        },
        signal,
      );
      return classifyTwilio(result, profile, Date.now());
    },
    balance: () =>
      Promise.resolve({
        ok: false,
        code: 'no-balance',
        reason: say('no-balance-money', { gateway: profile.label }),
      }),
    check: async (signal) =>
      checkByReading(
        await read(`${account}/Messages/SM${'0'.repeat(32)}.json`, signal),
        profile,
        Date.now(),
      ),
    pollBatch: POLL_BATCH,
    poll: (ids, signal) =>
      pollEach(
        ids,
        profile,
        (id) => read(`${account}/Messages/${encodeURIComponent(id)}.json`, signal),
        (id, body) => {
          const fields = readJsonObject(body);
          return toReport(profile, id, fields?.['status'], fields?.['date_updated']);
        },
      ),
    close: () => client.close(),
  };
}

/** What became of a send: a resource with a `sid` was taken; an error document has `code` and `message`. */
export function classifyTwilio(
  result: HttpResult,
  profile: GatewayProfile,
  now: number,
): SendOutcome {
  const fields = result.kind === 'answer' ? readJsonObject(result.body) : undefined;
  if (result.kind === 'failed' || fields === undefined || result.status === 429) {
    return classifyRest(result, profile, now);
  }
  if (isSuccess(result)) {
    const sid = fields['sid'];
    if (typeof sid !== 'string' || sid === '') return lostAnswer('unreadable-answer', profile);
    const parts = Number(fields['num_segments']);
    return {
      kind: 'accepted',
      gatewayMessageId: sid,
      // 0 at first with a messaging service.
      parts: Number.isInteger(parts) && parts > 0 ? parts : null,
      credits: null,
      code: typeof fields['status'] === 'string' ? fields['status'] : null,
    };
  }
  const code = fields['code'];
  if (typeof code !== 'number' || result.status >= 500) return classifyRest(result, profile, now);
  const known = Object.hasOwn(profile.codes, String(code));
  // An unknown error code with HTTP 400 is about this message; with 401 or 404 about the account.
  if (!known && result.status !== 400) return classifyRest(result, profile, now);
  return classifyMeaning(String(code), classifyCode(profile, code));
}
