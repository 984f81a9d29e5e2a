import { httpOptionsSchema, type HttpOptions } from '#shared/gateways/http-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { toWireText } from '#shared/sms/segments.ts';
import { say } from '#shared/said/say.ts';
import type { BalanceOutcome, GatewayDriver } from '#core/gateways/gateway-driver.ts';
import { createHttpClient, type HttpDriverSettings } from '#core/gateways/http/client.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';
import { isSuccess, noBalance, readJsonObject } from '#core/gateways/http/outcomes.ts';
import { checkByReading, classifyRest } from '#core/gateways/http/rest.ts';
import { classifyByRules, textAt } from '#core/gateways/generic/classify.ts';
import { renderRequest } from '#core/gateways/generic/render.ts';
import type { Secrets } from '#core/ports.ts';

/** An account of any HTTP gateway and how to talk to it. */
export type HttpDriverOptions = HttpDriverSettings & {
  baseUrl: string;
  secrets: Secrets;
  profile: GatewayProfile;
  dlrCallback: string | null;
};

/** Any HTTP gateway, by the request template and the response rules of its profile. */
export function createHttpDriver(options: HttpDriverOptions): GatewayDriver {
  const { profile, secrets } = options;
  const rules = httpOptionsSchema.parse(profile.options);
  const client = createHttpClient(options.baseUrl, options);
  const base = client.pathOf('.');
  const known: Record<string, string> = { callback: options.dlrCallback ?? '' };
  for (const [name, value] of Object.entries(secrets)) known[`secret.${name}`] = value;

  async function balance(signal: AbortSignal): Promise<BalanceOutcome> {
    const { balance: asked } = rules;
    if (asked === null) {
      const reason = say('no-balance-profile', { gateway: profile.label });
      return { ok: false, code: 'no-balance', reason };
    }
    const result = await client.ask(renderRequest(asked, known, base), signal);
    return toBalance(result, asked.creditsPath, profile);
  }

  return {
    async send({ reference, msisdn, text }, signal) {
      const to = rules.number === 'plus' ? `+${msisdn}` : msisdn;
      const values = { ...known, to, text: toWireText(text), reference };
      const result = await client.call(renderRequest(rules.send, values, base), signal);
      if (result.kind === 'failed' && holdsText(rules.send.headers, result.header)) {
        const reason = say('text-in-header', { header: result.header ?? '' });
        return { kind: 'rejected', code: 'bad-header', reason };
      }
      return classifyByRules(result, { profile, options: rules }, Date.now());
    },
    balance,
    async check(signal) {
      if (rules.balance !== null) {
        const asked = await balance(signal);
        return asked.ok ? { ok: true, detail: null, credits: asked.credits } : asked;
      }
      const result = await client.ask({ method: 'GET', path: base }, signal);
      const reached = checkByReading(result, profile, Date.now());
      return reached.ok ? { ...reached, credentialsUntried: true } : reached;
    },
    close: () => client.close(),
  };
}

/** Whether a header that HTTP cannot carry comes from the text of the message, and not from the account. */
function holdsText(headers: HttpOptions['send']['headers'], bad: string | undefined): boolean {
  const template = Object.entries(headers).find(([name]) => name.toLowerCase() === bad)?.[1];
  return template !== undefined && /\{\{\s*text\s*\}\}/.test(template);
}

function toBalance(
  result: HttpResult,
  creditsPath: string,
  profile: GatewayProfile,
): BalanceOutcome {
  if (result.kind === 'answer' && isSuccess(result)) {
    const text = textAt(readJsonObject(result.body), creditsPath)?.replaceAll(',', '') ?? '';
    if (/^\d+(\.\d+)?$/.test(text)) return { ok: true, credits: Number(text) };
  }
  return noBalance(classifyRest(result, profile, Date.now()), profile);
}
