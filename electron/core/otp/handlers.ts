import type { OtpEntry } from '#shared/contract/otp.ts';
import { invalid, refused, type SiarError } from '#shared/contract/errors.ts';
import {
  checkOtp,
  checkOtpCode,
  checkOtpNumber,
  type OtpDraft,
  type OtpProblem,
  type OtpRequest,
} from '#shared/otp/rules.ts';
import { creditsFor } from '#shared/credits/rates.ts';
import { say } from '#shared/said/say.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { settleOtp } from '#core/credits/booking.ts';
import { assertMessageCovered } from '#core/credits/cover.ts';
import { readRateTable } from '#core/credits/rates/rate-table.ts';
import type { OtpDriver, OtpOutcome, OtpVerifyOutcome } from '#core/gateways/gateway-driver.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import { listGateways } from '#core/gateways/queries.ts';
import { accountCapabilities, GATEWAY_KINDS } from '#core/gateways/registry.ts';
import {
  countOtps,
  findOtp,
  finishOtp,
  finishVerify,
  getOtp,
  insertOtp,
  pageOtps,
  startVerify,
  toOtpEntry,
  type OtpEnd,
  type OtpRow,
} from '#core/otp/queries.ts';
import { api } from '#core/rpc/implement.ts';
import { readSettings } from '#core/settings/handlers.ts';
import { transaction } from '#core/store/statement.ts';
import type { Actor } from '#core/ports.ts';
import { actorOf } from '#core/users/actor.ts';
import { scopeOf } from '#core/users/scope.ts';

type OtpDeps = Pick<CoreDeps, 'db' | 'clock' | 'gateways' | 'bus' | 'guard' | 'engine'>;
type Asked = OtpDraft & { gatewayId: number };

/** How long a person who waits for a code is kept waiting for the gateway, ms. */
const PATIENCE_MS = 45_000;

/**
 * One-time passwords: the gateway makes, sends and checks the codes; Siar asks, and keeps a log
 * without them. A call overtakes every running campaign, within the gateway's pace and caps.
 */
export function createOtpHandlers(deps: OtpDeps) {
  const { db } = deps;
  return api.otp.router({
    preview: api.otp.preview.handler(({ input }) => {
      const { preview, problems, notices } = check(deps, input);
      const known = preview?.text !== null && preview !== null;
      return {
        text: preview?.text ?? null,
        units: known ? preview.units : 0,
        capacity: known ? preview.capacity : 0,
        encoding: known ? preview.encoding : null,
        parts: known ? preview.parts : 0,
        prefix: preview?.prefix ?? '',
        problems,
        notices,
      };
    }),
    send: api.otp.send.handler(({ input, context }) => send(deps, input, actorOf(context))),
    verify: api.otp.verify.handler(({ input, context }) =>
      verify(deps, input, scopeOf(actorOf(context))),
    ),
    page: api.otp.page.handler(({ input, context }) => {
      const digits = (input.search ?? '').replace(/\D/g, '');
      // A search without a digit matches no number.
      if (digits === '' && (input.search ?? '').trim() !== '') return { total: 0, rows: [] };
      const filter = { digits, userId: scopeOf(actorOf(context)) };
      const rows = pageOtps(db, filter, input.offset, input.limit);
      return { total: countOtps(db, filter), rows: rows.map(toEntry) };
    }),
    get: api.otp.get.handler(({ input }) => requireEntry(deps, input.id)),
  });
}

async function send(deps: OtpDeps, asked: Asked, { userId }: Actor) {
  const { db, clock } = deps;
  deps.guard.assertUnlocked();
  const { request, preview, problems, notices } = check(deps, asked);
  const [first] = problems;
  if (first) throw broken(first, problems, asked.to);
  if (!request) throw new Error('a draft without problems made no request');
  const otp = await openOtp(deps, asked.gatewayId);
  // Codes are one part; what a gateway takes without saying so is what was predicted.
  const partRate = readPartRate(db, asked.gatewayId, request);
  const predicted = creditsFor(1, partRate);
  assertMessageCovered(db, { gatewayId: asked.gatewayId, userId, credits: predicted }, clock.now());
  await deps.engine.express(asked.gatewayId, Math.max(1, preview?.parts ?? 1));
  const id = transaction(db, () => {
    const inserted = insertOtp(db, asked.gatewayId, request, userId, clock.now());
    settleOtp(db, inserted, { predicted, actorId: userId, at: clock.now() });
    return inserted;
  });
  changed(deps);
  const outcome = await otp.generate(request, AbortSignal.timeout(PATIENCE_MS));
  transaction(db, () => {
    finishOtp(db, id, toEnd(outcome, partRate), clock.now());
    settleOtp(db, id, { at: clock.now() });
  });
  changed(deps);
  return { entry: requireEntry(deps, id), notices };
}

/** Hundredths of a credit that one part to this phone costs. */
function readPartRate(db: CoreDeps['db'], gatewayId: number, request: OtpRequest): number {
  const { profile } = requireGateway(db, gatewayId);
  return readRateTable(db, gatewayId, profile).rateOf(request.country, request.msisdn).hundredths;
}

function toEnd(outcome: OtpOutcome, partRate: number): OtpEnd {
  switch (outcome.kind) {
    case 'accepted': {
      const { gatewayMessageId: requestId, parts, code } = outcome;
      const credits = outcome.credits ?? creditsFor(parts ?? 1, partRate);
      return { state: 'accepted', code, reason: '', requestId, parts, credits };
    }
    case 'refused': {
      const { code, reason, gatewayMessageId: requestId } = outcome;
      return { state: 'rejected', code, reason, requestId, parts: null, credits: null };
    }
    case 'ambiguous': {
      const { code, reason } = outcome;
      return { state: 'uncertain', code, reason, requestId: null, parts: null, credits: null };
    }
  }
}

async function verify(
  deps: OtpDeps,
  asked: { gatewayId: number; to: string; code: string; appId: number },
  userId: number | null,
) {
  const { db, clock } = deps;
  const { gatewayId, to, appId } = asked;
  requireGateway(db, gatewayId);
  const { msisdn, problems } = checkOtpNumber(to, appId, readSettings(db).country);
  const checked = checkOtpCode(asked.code);
  if ('problem' in checked) problems.push(checked.problem);
  const [first] = problems;
  if (first) throw broken(first, problems, to);
  if (msisdn === null || 'problem' in checked) throw new Error('a checked code is incomplete');
  const otp = await openOtp(deps, gatewayId);
  const id = findOtp(db, gatewayId, msisdn, appId, userId);
  if (id !== undefined) transaction(db, () => startVerify(db, id, clock.now()));
  const outcome = await otp.verify(
    { msisdn, appId, code: checked.code },
    AbortSignal.timeout(PATIENCE_MS),
  );
  const { state, code, message } = toVerifyEnd(outcome);
  if (id !== undefined) transaction(db, () => finishVerify(db, id, state, code, clock.now()));
  changed(deps);
  return {
    verified: outcome.kind === 'verified',
    status: code !== null && /^\d+$/.test(code) ? Number(code) : null,
    message,
    entry: id === undefined ? null : requireEntry(deps, id),
  };
}

function toVerifyEnd(outcome: OtpVerifyOutcome): {
  state: Exclude<OtpRow['verify_state'], null>;
  code: string | null;
  message: string;
} {
  switch (outcome.kind) {
    case 'verified':
      return { state: 'verified', code: '0', message: say('code-right') };
    case 'wrong':
      return { state: 'wrong', code: outcome.code, message: outcome.reason };
    case 'refused':
      return { state: 'failed', code: outcome.code, message: outcome.reason };
    case 'ambiguous':
      return { state: 'uncertain', code: outcome.code, message: outcome.reason };
  }
}

function check(deps: OtpDeps, { gatewayId, ...draft }: Asked) {
  const { profile } = requireGateway(deps.db, gatewayId);
  return checkOtp(draft, readSettings(deps.db).country, profile);
}

async function openOtp(deps: OtpDeps, gatewayId: number): Promise<OtpDriver> {
  const { name, driver } = await deps.gateways.open(gatewayId);
  if (driver.otp) return driver.otp;
  const able = listGateways(deps.db).flatMap((gateway) =>
    accountCapabilities(gateway).otp ? [gateway.name] : [],
  );
  throw refused(
    'no-otp',
    `Gateway ${name} does not do one-time passwords, so nothing was sent and nothing was charged. ${whoDoes(able)}`,
    { name, gateways: able, case: able.length === 0 ? 'none' : 'some' },
  );
}

function whoDoes(able: readonly string[]): string {
  return able.length === 0
    ? 'None of your gateways does: add an eSMS account, or the practice gateway as eSMS.'
    : `Choose one that does: ${able.join(', ')}.`;
}

/** All problems travel along, so that a screen or a script can show each where it belongs. */
function broken(first: OtpProblem, problems: readonly OtpProblem[], phone: string): SiarError {
  const message = problems.map((problem) => problem.message).join(' ');
  return invalid(first.code, `${message} Nothing was sent and nothing was charged.`, {
    status: first.status,
    problems,
    phone,
    case: 'number',
  });
}

function changed({ bus }: OtpDeps): void {
  bus.publish({ type: 'otp.changed' });
}

function requireEntry({ db }: OtpDeps, id: number): OtpEntry {
  const row = getOtp(db, id);
  if (row) return toEntry(row);
  throw invalid('no-such-otp', `There is no one-time password ${id} in the log.`, { id });
}

function toEntry(row: OtpRow): OtpEntry {
  const practice = Object.entries(GATEWAY_KINDS).some(
    ([driver, kind]) => driver === row.driver && kind.practice,
  );
  return toOtpEntry(row, practice);
}
