import { createHash } from 'node:crypto';
import { refused } from '#shared/contract/errors.ts';
import { deleteFailures, forgetFailures, getFailures, saveFailure } from '#core/users/queries.ts';
import type { Db } from '#core/store/db.ts';

/** Wrong passwords that cost no waiting: everybody mistypes. */
const FREE = 3;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** Nobody has to be remembered longer: the longest wait is long over. */
const FORGET_AFTER_MS = 24 * 60 * 60_000;

/** How long nothing is tried after so many wrong passwords in a row, ms: 0 for three, then 5 s, doubled up to 15 min. */
export function waitAfter(failures: number): number {
  if (failures <= FREE) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - FREE - 1));
}

/**
 * Counts an attempt before it is made, so that many at once are all counted and a restart forgets
 * none. Throws `sign-in-wait`, without trying, while the last one is too recent. A clock that was
 * put back makes nobody wait longer than the step they are at.
 */
export function beginAttempt(db: Db, name: string, now: number): void {
  const key = keyOf(name);
  forgetFailures(db, now - FORGET_AFTER_MS);
  const { failures, last_at: lastAt } = getFailures(db, key) ?? { failures: 0, last_at: now };
  const wait = waitAfter(failures);
  const left = Math.min(wait, Math.max(0, lastAt + wait - now));
  if (left > 0) {
    const seconds = Math.ceil(left / 1000);
    throw refused(
      'sign-in-wait',
      `Too many wrong passwords. Nothing was tried; wait ${describe(seconds)}, then try again.`,
      { seconds, minutes: Math.ceil(seconds / 60), case: seconds < 60 ? 'seconds' : 'minutes' },
    );
  }
  saveFailure(db, key, failures + 1, now);
}

/** The password was right: the count begins anew. */
export function endAttempt(db: Db, name: string): void {
  deleteFailures(db, keyOf(name));
}

/** What people type as a name may be a password in the wrong field: only its hash is kept. */
function keyOf(name: string): Buffer {
  return createHash('sha256').update(name.normalize('NFKC').trim().toLowerCase()).digest();
}

function describe(seconds: number): string {
  if (seconds < 60) return `${seconds} second${seconds === 1 ? '' : 's'}`;
  const minutes = Math.ceil(seconds / 60);
  return `${minutes} minute${minutes === 1 ? '' : 's'}`;
}
