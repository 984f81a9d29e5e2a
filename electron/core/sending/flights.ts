import type { Encoding } from '#shared/sms/segments.ts';
import type { OpenGateway } from '#core/gateways/gateway-pool.ts';
import type { GatewayDriver, SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { Claim } from '#core/sending/claim-queries.ts';
import { insertRequest, wasSplit } from '#core/sending/request-queries.ts';
import type { Db } from '#core/store/db.ts';

/** Claimed messages that leave in one request, under one reference. */
export type Flight = {
  /** The attempt's own where it flies alone; that of the whole request otherwise. */
  reference: string;
  text: string;
  encoding: Encoding;
  /** At least one. */
  claims: readonly Claim[];
};

/**
 * Packs claimed messages into requests and writes down which attempt goes in which (invariant 2: the
 * intent of the whole request is committed before it leaves). Call inside the transaction that claims.
 * A message whose last request was refused for one of its recipients flies alone; a request that is
 * repeated carries what it carried before.
 */
export function packFlights(
  db: Db,
  { id, capabilities }: Pick<OpenGateway, 'id' | 'capabilities'>,
  claims: readonly Claim[],
  now: number,
): Flight[] {
  const again = claims.filter(({ requestId }) => requestId !== null);
  const flights = [...Map.groupBy(again, ({ requestId }) => requestId).values()].flatMap(asBefore);
  const fresh = claims.filter(({ requestId }) => requestId === null);
  if (capabilities.batch === 1) return [...flights, ...fresh.map(alone)];
  const groups = Map.groupBy(fresh, (claim) =>
    claim.repeats > 0 || (claim.attempt > 1 && wasSplit(db, claim.messageId, claim.attempt - 1))
      ? `alone ${claim.attemptId}`
      : `${claim.campaignId} ${claim.encoding} ${claim.text}`,
  );
  for (const group of groups.values()) {
    for (let i = 0; i < group.length; i += capabilities.batch) {
      flights.push(together(db, id, group.slice(i, i + capabilities.batch), now));
    }
  }
  return flights;
}

/** Hands a flight over; one outcome for each of its claims, in their order. */
export async function fly(
  driver: GatewayDriver,
  { reference, text, encoding, claims }: Flight,
  signal: AbortSignal,
): Promise<readonly SendOutcome[]> {
  const [first, ...others] = claims;
  if (!first) return [];
  if (others.length === 0 || driver.sendBatch === undefined) {
    return [await driver.send({ reference, msisdn: first.msisdn, text, encoding }, signal)];
  }
  const msisdns = claims.map(({ msisdn }) => msisdn);
  const outcomes = await driver.sendBatch({ reference, text, encoding, msisdns }, signal);
  if (outcomes.length !== claims.length) throw new Error('not one outcome for each recipient');
  return outcomes;
}

/**
 * Which outcomes of a flight tell something about the gateway, by position: of one request, what is the
 * same for all its messages counts once.
 */
export function newsOf(outcomes: readonly SendOutcome[]): ReadonlySet<number> {
  const seen = new Set<SendOutcome['kind']>();
  const news = new Set<number>();
  for (const [i, { kind }] of outcomes.entries()) {
    if (!seen.has(kind) || kind === 'accepted' || kind === 'rejected') news.add(i);
    seen.add(kind);
  }
  return news;
}

function alone(claim: Claim): Flight {
  const { reference, text, encoding } = claim;
  return { reference, text, encoding, claims: [claim] };
}

/** The same messages in the same order: its reference is that of its first attempt. */
function asBefore(claims: readonly Claim[]): Flight[] {
  const ordered = claims.toSorted((a, b) => a.attemptId - b.attemptId);
  const [first] = ordered;
  return first ? [{ ...alone(first), claims: ordered }] : [];
}

function together(db: Db, gatewayId: number, claims: readonly Claim[], now: number): Flight {
  const [first] = claims;
  if (!first) throw new Error('a request without a message');
  if (claims.length === 1) return alone(first);
  const attemptIds = claims.map(({ attemptId }) => attemptId);
  // The first attempt's reference is unique and committed: the request needs none of its own.
  insertRequest(db, { gatewayId, reference: first.reference, attemptIds }, now);
  return { ...alone(first), claims };
}
