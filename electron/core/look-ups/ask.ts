import { invalid, refused } from '#shared/contract/errors.ts';
import type { LookUp } from '#shared/contract/look-ups.ts';
import { normalisePhone } from '#shared/phone/normalise.ts';
import { say } from '#shared/said/say.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { settleLookUp } from '#core/credits/booking.ts';
import { assertMessageCovered } from '#core/credits/cover.ts';
import type { GatewayDriver, LookUpOutcome } from '#core/gateways/gateway-driver.ts';
import { lookUpOptions } from '#core/gateways/look-up-options.ts';
import {
  finishLookUp,
  getLookUp,
  insertLookUp,
  latestLookUps,
  type LookUpEnd,
} from '#core/look-ups/queries.ts';
import type { Actor } from '#core/ports.ts';
import { readSettings } from '#core/settings/handlers.ts';
import { transaction } from '#core/store/statement.ts';

const PATIENCE_MS = 45_000;
const DAY_MS = 86_400_000;

/** What asking needs of the core. */
export type AskDeps = Pick<CoreDeps, 'db' | 'clock' | 'bus' | 'gateways' | 'guard' | 'engine'>;

type Asked = { gatewayId: number; msisdns: readonly string[]; again: boolean };
type Entry = LookUp & { remembered: boolean };

/**
 * Looks numbers up, one after the other, within the gateway's pace; each once, and none that is
 * remembered. Every look-up has its record, committed before its bytes leave: one without a clear reply
 * may have cost credits, and is not repeated by itself.
 */
export async function askLookUps(deps: AskDeps, asked: Asked, actor: Actor): Promise<Entry[]> {
  const { db, clock } = deps;
  deps.guard.assertUnlocked();
  const settings = readSettings(db);
  const numbers = readNumbers(asked.msisdns, settings.country);
  const { name, driver, profile } = await deps.gateways.open(asked.gatewayId);
  if (!driver.lookUp) {
    throw refused(
      'no-look-up',
      `Gateway ${name} does not look numbers up, so nothing was asked and nothing was charged. Choose one that does: \`siar gateway list\` tells.`,
      { name },
    );
  }
  const since = asked.again ? Infinity : clock.now() - settings.lookUpDays * DAY_MS;
  const known = asked.again ? [] : latestLookUps(db, numbers, since);
  const entries: Entry[] = [];
  for (const msisdn of numbers) {
    const before = known.find((one) => one.msisdn === msisdn);
    if (before) entries.push({ ...before, remembered: true });
    else {
      const job = { gatewayId: asked.gatewayId, msisdn, credits: lookUpOptions(profile).credits };
      const done = await askOne(deps, driver, job, actor);
      entries.push({ ...done, remembered: false });
    }
  }
  return entries;
}

async function askOne(
  deps: AskDeps,
  driver: GatewayDriver,
  { gatewayId, msisdn, credits }: { gatewayId: number; msisdn: string; credits: number },
  { userId }: Actor,
): Promise<LookUp> {
  const { db, clock } = deps;
  assertMessageCovered(db, { gatewayId, userId, credits }, clock.now());
  await deps.engine.express(gatewayId, 1);
  const id = transaction(db, () => {
    const inserted = insertLookUp(db, { gatewayId, msisdn, userId }, clock.now());
    settleLookUp(db, inserted, { predicted: credits, actorId: userId, at: clock.now() });
    return inserted;
  });
  const outcome = await driver.lookUp?.(msisdn, AbortSignal.timeout(PATIENCE_MS));
  if (!outcome) throw new Error('a driver that looks numbers up does so');
  transaction(db, () => {
    finishLookUp(db, id, toEnd(outcome, credits), clock.now());
    settleLookUp(db, id, { at: clock.now() });
  });
  deps.bus.publish({ type: 'look-ups.changed' });
  const entry = getLookUp(db, id);
  if (!entry) throw new Error('a look-up that was just recorded is there');
  return entry;
}

function toEnd(outcome: LookUpOutcome, predicted: number): LookUpEnd {
  switch (outcome.kind) {
    case 'asked': {
      const { code, requestId } = outcome;
      const credits = outcome.credits ?? predicted;
      if (requestId !== null) return { state: 'asked', code, reason: '', requestId, credits };
      const reason = say('look-up-without-id');
      return { state: 'uncertain', code, reason, requestId, credits };
    }
    case 'refused': {
      const { code, reason } = outcome;
      return { state: 'refused', code, reason, requestId: null, credits: null };
    }
    case 'ambiguous': {
      const { code, reason } = outcome;
      return { state: 'uncertain', code, reason, requestId: null, credits: null };
    }
  }
}

/** Each number once, as digits with country code. Throws for the first that is none. */
function readNumbers(given: readonly string[], country: string): string[] {
  const numbers = given.map((text) => {
    const phone = normalisePhone(text, { country });
    if (phone.ok) return phone.msisdn;
    throw invalid(phone.code, `${text}: ${phone.message} Nothing was asked.`, {
      phone: text,
      case: 'number',
    });
  });
  return [...new Set(numbers)];
}
