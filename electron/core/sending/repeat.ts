import { listGateways } from '#core/gateways/queries.ts';
import { accountCapabilities } from '#core/gateways/registry.ts';
import type { AttemptResult } from '#core/sending/attempt-queries.ts';
import type { Claim } from '#core/sending/claim-queries.ts';
import type { Db } from '#core/store/db.ts';

/** Waits before repeats 1, 2, … of a request that got no clear answer, ms. */
const REPEAT_AFTER_MS = [1_000, 3_000, 10_000, 30_000, 120_000, 300_000];

/**
 * What becomes of doubt where the gateway recognises a reference (design invariant 3): the same request
 * is repeated byte for byte, and the gateway takes it once. Where that brings no clear answer either, a
 * person decides, and sending it again then still repeats this request.
 */
export function repeatInDoubt(
  result: AttemptResult,
  { repeats }: Pick<Claim, 'repeats'>,
  now: number,
): AttemptResult {
  if (result.to === 'uncertain') {
    const wait = REPEAT_AFTER_MS[repeats];
    if (wait === undefined) return { ...result, inDoubt: true };
    return { ...result, to: 'queued', notBefore: now + wait, inDoubt: true };
  }
  // "Not now" to a repeat says nothing about the request before it.
  // What was refused for one of its recipients was not taken, now or before.
  if (result.to === 'queued' && repeats > 0 && result.outcome !== 'split') {
    return { ...result, notBefore: result.notBefore ?? now, inDoubt: true };
  }
  return result;
}

/** Gateways that recognise a reference, as their profiles say now. */
export function listRepeatingGateways(db: Db): number[] {
  return listGateways(db).flatMap((gateway) =>
    accountCapabilities(gateway).dedupe === 'reference' ? [gateway.id] : [],
  );
}
