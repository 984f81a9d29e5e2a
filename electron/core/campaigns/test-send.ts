import { normalisePhone } from '#shared/phone/normalise.ts';
import { prepareMessage } from '#shared/sms/price-prefix.ts';
import { invalid, refused } from '#shared/contract/errors.ts';
import { say } from '#shared/said/say.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { OpenGateway } from '#core/gateways/gateway-pool.ts';
import { settleCampaign } from '#core/credits/booking.ts';
import { assertMessageCovered } from '#core/credits/cover.ts';
import { readRateTable } from '#core/credits/rates/rate-table.ts';
import { askForReport } from '#core/delivery/ask-for-report.ts';
import { applyWaitingReports } from '#core/delivery/record-report.ts';
import { toSearchWords } from '#core/history/search-words.ts';
import { FAILED_INSIDE, HELD_BACK, isGuarded } from '#core/sending/guarded.ts';
import { toResult } from '#core/sending/outcome.ts';
import { recordAttempts } from '#core/sending/attempt-queries.ts';
import { insertTestMessage } from '#core/sending/claim-queries.ts';
import { readSettings } from '#core/settings/handlers.ts';
import type { Actor } from '#core/ports.ts';
import { transaction } from '#core/store/statement.ts';

/** How long a test message may take before it counts as uncertain, ms. */
const PATIENCE_MS = 45_000;

type TestDeps = Pick<CoreDeps, 'db' | 'clock' | 'gateways' | 'bus' | 'guard' | 'logger' | 'engine'>;
type TestInput = { gatewayId: number; to: string; text: string };

/** What became of a test message. */
export type TestResult = { ok: boolean; message: string; parts: number; credits: number | null };

/** The same, with the gateway's own answer. */
export type TestOutcome = TestResult & { outcome: SendOutcome };

/**
 * Sends one message now, before any running campaign but within the gateway's pace and caps. It has its own record, committed before the
 * bytes leave, like every other message. The text goes as written: merge fields are the caller's.
 */
export async function sendTest(
  deps: TestDeps,
  input: TestInput,
  actor: Actor,
): Promise<TestResult> {
  const gateway = await deps.gateways.open(input.gatewayId);
  const { outcome: _outcome, ...result } = await sendTestThrough(gateway, deps, input, actor);
  return result;
}

/** As `sendTest`, through an opened account; tells what its driver said. */
export async function sendTestThrough(
  gateway: OpenGateway,
  deps: TestDeps,
  input: Omit<TestInput, 'gatewayId'>,
  { userId }: Actor,
): Promise<TestOutcome> {
  const { db, clock } = deps;
  deps.guard.assertUnlocked();
  const phone = normalisePhone(input.to, { country: readSettings(db).country });
  if (!phone.ok)
    throw invalid(phone.code, `${phone.message} Nothing was sent.`, {
      phone: input.to,
      case: 'number',
    });
  const rate = readRateTable(db, gateway.id, gateway.profile).rateOf(phone.country, phone.msisdn);
  const message = prepareMessage(input.text, phone.country, gateway.profile, rate.hundredths);
  if (message.tooLong) {
    throw refused('too-long', 'The text has more parts than the gateway takes. Nothing was sent.', {
      case: 'test',
    });
  }
  const { text, encoding, parts, credits } = message;
  assertMessageCovered(db, { gatewayId: gateway.id, userId, credits }, clock.now());
  await deps.engine.express(gateway.id, parts);
  const claim = transaction(db, () => {
    const inserted = insertTestMessage(
      db,
      {
        name: `Test to ${phone.msisdn}`,
        gatewayId: gateway.id,
        userId,
        msisdn: phone.msisdn,
        country: phone.country,
        text,
        encoding,
        parts,
        credits,
        searchWords: toSearchWords(`${phone.msisdn} ${text}`),
      },
      clock.now(),
    );
    settleCampaign(db, inserted.campaignId, { actorId: userId, at: clock.now() });
    return inserted;
  });
  const request = { reference: claim.reference, msisdn: phone.msisdn, text, encoding };
  const sent = isGuarded(deps, claim)
    ? gateway.driver.send(request, AbortSignal.timeout(PATIENCE_MS))
    : HELD_BACK;
  const outcome = await sent.catch((error: unknown) => {
    deps.logger.error({ err: error }, 'a gateway driver failed unexpectedly');
    return FAILED_INSIDE;
  });
  const now = clock.now();
  const result = toResult(outcome, claim, now, () => 0);
  // Nobody retries a test: what was certainly not taken counts as refused.
  const to = result.to === 'queued' ? 'rejected' : result.to;
  transaction(db, () => {
    recordAttempts(db, [{ claim, result: { ...result, to, notBefore: null } }], now);
    if (to === 'accepted' && result.gatewayMessageId !== null) {
      const ids = [result.gatewayMessageId, ...(result.furtherIds ?? [])];
      applyWaitingReports(db, gateway.id, claim.messageId, ids, now);
      askForReport(db, gateway, claim.messageId, result.gatewayMessageId, now);
    }
    settleCampaign(db, claim.campaignId, { at: now });
  });
  deps.bus.publish({ type: 'campaigns.changed', campaignIds: [claim.campaignId] });
  return { ...explain(gateway.name, to, result.detail), parts, credits: result.credits, outcome };
}

function explain(gateway: string, state: string, detail: string | null) {
  if (state === 'accepted') return { ok: true, message: say('test-accepted', { gateway }) };
  if (state === 'uncertain') {
    const reason = detail ?? say('no-clear-answer');
    return { ok: false, message: say('test-doubt', { reason }) };
  }
  return { ok: false, message: say('test-not-taken', { gateway, reason: detail ?? state }) };
}
