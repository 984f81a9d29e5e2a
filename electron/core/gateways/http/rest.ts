import type { CheckOutcome, DeliveryReport, PollOutcome } from '#core/gateways/gateway-driver.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';
import {
  classifyFailure,
  classifyHttp,
  describeLost,
  isSuccess,
  type Refusal,
} from '#core/gateways/http/outcomes.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { say } from '#shared/said/say.ts';

/** The Authorization header of HTTP Basic, in UTF-8 (RFC 7617, 2.1): any credential can be written so. */
export function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

/** What an answer means that holds no document of the gateway's own; 401 and 403 are the credentials. */
export function classifyRest(result: HttpResult, profile: GatewayProfile, now: number): Refusal {
  if (result.kind === 'failed') return classifyFailure(result, profile);
  if (result.status !== 401 && result.status !== 403) return classifyHttp(result, profile, now);
  return {
    kind: 'paused',
    pauseReason: 'credentials',
    code: `http-${result.status}`,
    reason: say('credentials-refused', { gateway: profile.label, status: result.status }),
  };
}

/**
 * Whether the address and the credentials are right, asked by reading something that may or may not
 * exist: 404 is an answer of the gateway itself.
 */
export function checkByReading(
  result: HttpResult,
  profile: GatewayProfile,
  now: number,
): CheckOutcome {
  if (result.kind === 'answer' && (isSuccess(result) || result.status === 404)) {
    return { ok: true, detail: null };
  }
  const outcome = classifyRest(result, profile, now);
  return { ok: false, code: outcome.code, reason: reasonOfAsking(outcome, profile) };
}

/** A question that is lost may be asked again, unlike a message: it sends nothing and costs nothing. */
function reasonOfAsking({ kind, code, reason }: Refusal, profile: GatewayProfile): string {
  return kind === 'ambiguous'
    ? say('lost-question', { gateway: profile.label, how: describeLost(code) })
    : reason;
}

/** What one message's state is now; `undefined`: the gateway does not know the message. */
type Read = { report: DeliveryReport | null } | undefined;

const PROBLEM_RETRY_MS = 30_000;

/** Asks about several messages by one request each and sums up what came. */
export async function pollEach(
  ids: readonly string[],
  profile: GatewayProfile,
  ask: (id: string) => Promise<HttpResult>,
  read: (id: string, body: string) => DeliveryReport | null,
): Promise<PollOutcome> {
  const results = await Promise.all(ids.map(async (id) => ({ id, result: await ask(id) })));
  const reports: DeliveryReport[] = [];
  const unknown: string[] = [];
  let problem: PollOutcome['problem'] = null;
  for (const { id, result } of results) {
    const known = readResult(id, result, read);
    if (known === undefined) unknown.push(id);
    else if (known !== 'problem') {
      if (known.report) reports.push(known.report);
    } else {
      const outcome = classifyRest(result, profile, Date.now());
      const retryAfterMs =
        outcome.kind === 'rate-limited' ? outcome.retryAfterMs : PROBLEM_RETRY_MS;
      problem = { code: outcome.code, reason: reasonOfAsking(outcome, profile), retryAfterMs };
    }
  }
  return { reports, unknown, problem };
}

function readResult(
  id: string,
  result: HttpResult,
  read: (id: string, body: string) => DeliveryReport | null,
): Read | 'problem' {
  if (result.kind === 'failed') return 'problem';
  if (result.status === 404) return undefined;
  return isSuccess(result) ? { report: read(id, result.body) } : 'problem';
}

/** A report word as the profile reads it, or null where it is not final. */
export function toReport(
  profile: GatewayProfile,
  gatewayMessageId: string,
  word: unknown,
  at: unknown,
): DeliveryReport | null {
  const known = typeof word === 'string' && Object.hasOwn(profile.reports, word);
  const report = known ? profile.reports[word] : undefined;
  if (report === undefined || report === 'ignored') return null;
  const moment = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  return { gatewayMessageId, report, reportedAt: Number.isNaN(moment) ? null : moment };
}
