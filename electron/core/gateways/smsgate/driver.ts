import { smsgateOptionsSchema } from '#shared/gateways/smsgate-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { toWireText } from '#shared/sms/segments.ts';
import { say } from '#shared/said/say.ts';
import type { DeliveryReport, GatewayDriver, SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { Mask } from '#core/gateways/mask-secrets.ts';
import { createHttpClient, type HttpDriverSettings } from '#core/gateways/http/client.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';
import { isSuccess, lostAnswer, readJsonObject } from '#core/gateways/http/outcomes.ts';
import {
  basicAuth,
  checkByReading,
  classifyRest,
  pollEach,
  toReport,
} from '#core/gateways/http/rest.ts';
import type { Secrets } from '#core/ports.ts';

/** An SMSGate phone (or its cloud) and how to talk to it. */
export type SmsgateDriverOptions = HttpDriverSettings & {
  /** `https://api.sms-gate.app/3rdparty/v1`, or `http://<phone>:8080` in the same network. */
  baseUrl: string;
  /** `username` and `password`, as the app shows them. */
  secrets: Secrets;
  profile: GatewayProfile;
  /** Covers secrets in what the phone says, before it is cut. */
  cover?: Mask | undefined;
};

const POLL_BATCH = 20;
/** Of what the phone says about a message: looked at for secrets, and told. */
const MOST_READ = 4_000;
const MOST_SAID = 200;
const NO_MESSAGE = '00000000-0000-0000-0000-000000000000';

/**
 * SMSGate (android-sms-gateway, API v1): the user's own Android phone sends. One recipient per request,
 * because the state of a message with several says nothing about one of them. That a client-chosen id
 * is refused when it comes again is not documented, so it is no dedupe key.
 */
export function createSmsgateDriver(options: SmsgateDriverOptions): GatewayDriver {
  const { profile, secrets, cover } = options;
  const { simNumber, deviceId, path } = smsgateOptionsSchema.parse(profile.options);
  const client = createHttpClient(options.baseUrl, options);
  const headers = {
    authorization: basicAuth(secrets['username'] ?? '', secrets['password'] ?? ''),
  };
  const messages = client.pathOf(path);
  const read = (id: string, signal: AbortSignal) =>
    client.ask({ method: 'GET', path: `${messages}/${encodeURIComponent(id)}`, headers }, signal);

  return {
    async send({ reference, msisdn, text }, signal) {
      const body = JSON.stringify({
        id: reference,
        textMessage: { text: toWireText(text) },
        phoneNumbers: [`+${msisdn}`],
        withDeliveryReport: true,
        ...(simNumber === 0 ? {} : { simNumber }),
        ...(deviceId === '' ? {} : { deviceId }),
      });
      const json = { ...headers, 'content-type': 'application/json; charset=utf-8' };
      const call = { method: 'POST', path: messages, headers: json, body } as const;
      return classifySmsgate(await client.call(call, signal), profile, Date.now(), cover);
    },
    balance: () =>
      Promise.resolve({
        ok: false,
        code: 'no-balance',
        reason: say('no-balance-phone'),
      }),
    check: async (signal) => checkByReading(await read(NO_MESSAGE, signal), profile, Date.now()),
    pollBatch: POLL_BATCH,
    poll: (ids, signal) =>
      pollEach(
        ids,
        profile,
        (id) => read(id, signal),
        (id, body) => readState(id, body, profile),
      ),
    close: () => client.close(),
  };
}

/** What became of a send: 202 with `id` and `state` was taken; 400 names what is wrong with the message. */
export function classifySmsgate(
  result: HttpResult,
  profile: GatewayProfile,
  now: number,
  cover: Mask = (text) => text,
): SendOutcome {
  if (result.kind === 'failed') return classifyRest(result, profile, now);
  const fields = readJsonObject(result.body);
  if (isSuccess(result)) {
    const id = fields?.['id'];
    if (typeof id !== 'string' || id === '' || id.length > 200) {
      return lostAnswer('unreadable-answer', profile);
    }
    const state = fields?.['state'];
    const code = typeof state === 'string' ? state : null;
    return { kind: 'accepted', gatewayMessageId: id, parts: null, credits: null, code };
  }
  if (result.status !== 400 || fields === undefined) return classifyRest(result, profile, now);
  const message = typeof fields['message'] === 'string' ? fields['message'] : '';
  // Covered before it is cut: the beginning of a secret would be one too.
  const isLong = message.length > MOST_READ;
  const said = cover(message.slice(0, MOST_READ), { cut: isLong }).slice(0, MOST_SAID);
  return {
    kind: 'rejected',
    code: 'http-400',
    reason:
      said === ''
        ? say('refused-message', { gateway: profile.label })
        : say('refused-message-saying', { gateway: profile.label, said: said.replace(/\.$/, '') }),
  };
}

/** The state of the one recipient, or of the message where it lists none. */
function readState(id: string, body: string, profile: GatewayProfile): DeliveryReport | null {
  const fields = readJsonObject(body);
  if (fields === undefined) return null;
  const { recipients, states } = fields;
  const first: unknown = Array.isArray(recipients) ? recipients[0] : undefined;
  const state = fieldOf(first, 'state') ?? fields['state'];
  const at = typeof state === 'string' ? fieldOf(states, state) : undefined;
  return toReport(profile, id, state, at);
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}
