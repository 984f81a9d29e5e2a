import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { listAnswers, listDelivered } from '#core/look-ups/dead-queries.ts';
import type { Db } from '#core/store/db.ts';

/** When each number was found dead (wall ms), for those that are. */
export type DeadNumbers = {
  /** As far as real gateways know. */
  real: ReadonlyMap<string, number>;
  /** Practice look-ups count too: for messages that only practise. */
  practice: ReadonlyMap<string, number>;
};

/** What is known where no look-up was made: no number counts as dead. */
export const NONE_DEAD: DeadNumbers = { real: new Map(), practice: new Map() };

/**
 * Which of these numbers nobody has, by the last answer about each: a later answer of any kind, or a
 * message that was delivered after it, makes it count for nothing. What a practice gateway said never
 * keeps a message from a real person.
 */
export function findDead(db: Db, msisdns: readonly string[]): DeadNumbers {
  const real = new Map<string, number>();
  const practice = new Map<string, number>();
  for (const { msisdn, result, answeredAt, driver } of listAnswers(db, msisdns)) {
    for (const known of GATEWAY_KINDS[driver].practice ? [practice] : [real, practice]) {
      if (result === 'dead') known.set(msisdn, answeredAt);
      else known.delete(msisdn);
    }
  }
  const found = [...new Set([...real.keys(), ...practice.keys()])];
  for (const { msisdn, driver, at } of found.length > 0 ? listDelivered(db, found) : []) {
    for (const known of GATEWAY_KINDS[driver].practice ? [practice] : [real, practice]) {
      if ((known.get(msisdn) ?? Infinity) < at) known.delete(msisdn);
    }
  }
  return { real, practice };
}
