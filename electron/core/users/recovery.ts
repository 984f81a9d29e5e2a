import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { invalid, refused } from '#shared/contract/errors.ts';
import { beginAttempt, endAttempt } from '#core/users/attempts.ts';
import type { KeptSession } from '#core/users/kept-session.ts';
import { hashPassword } from '#core/users/passwords.ts';
import {
  findUser,
  getRecovery,
  listActiveOwners,
  savePassword,
  saveRecovery,
  touchSignedIn,
  type UserRow,
} from '#core/users/queries.ts';
import { assertPassword, record, type SignInDeps } from '#core/users/sign-in.ts';
import { transaction } from '#core/store/statement.ts';

/** Without I, L, O and U: nothing in it is taken for something else. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 6;
const GROUP_LENGTH = 4;
/** Attempts at the code are counted under a name that nobody can have. */
const ATTEMPTS_NAME = '\0recovery';

/** A new code of 120 bits, shown once. Only its hash is stored; the code before stops working. */
export function makeRecoveryCode({ db, clock }: Pick<SignInDeps, 'db' | 'clock'>): string {
  const groups = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  );
  const code = groups.join('-');
  saveRecovery(db, hashCode(code), clock.now());
  return code;
}

/**
 * Gives an owner a new password and signs the session in; answers the next code. Throws
 * `wrong-recovery-code`, `sign-in-wait`, `which-owner`, `password-weak`.
 */
export async function recover(
  deps: SignInDeps,
  session: KeptSession,
  given: { code: string; name?: string | undefined; password: string },
): Promise<string> {
  const { db, clock } = deps;
  beginAttempt(db, ATTEMPTS_NAME, clock.now());
  const expected = getRecovery(db);
  if (!expected || !timingSafeEqual(expected, hashCode(given.code))) {
    record(deps, session, 'session.recover', 'wrong-recovery-code', undefined);
    throw refused(
      'wrong-recovery-code',
      'That is not the recovery code. Nothing was changed; look for the code that was shown when the first user was made, or a newer one.',
    );
  }
  endAttempt(db, ATTEMPTS_NAME);
  const owner = whichOwner(deps, given.name);
  assertPassword(given.password, owner.name);
  const hash = await hashPassword(given.password);
  const code = transaction(db, () => {
    savePassword(db, owner.id, hash, false);
    return makeRecoveryCode(deps);
  });
  endAttempt(db, owner.name);
  deps.sessions.endAll(owner.id);
  deps.sessions.leave(session);
  deps.sessions.enter(session, owner.id);
  touchSignedIn(db, owner.id, clock.now());
  record(deps, session, 'session.recover', null, owner);
  deps.bus.publish({ type: 'users.changed' });
  return code;
}

function whichOwner({ db }: SignInDeps, name: string | undefined): UserRow {
  const owners = listActiveOwners(db);
  const named = name === undefined ? undefined : findUser(db, name);
  const [owner, ...others] = named ? owners.filter(({ id }) => id === named.id) : owners;
  if (owner && (named || others.length === 0)) return owner;
  throw invalid(
    'which-owner',
    `The code is right, but there are several owners (${owners.map((row) => row.name).join(', ')}). Nothing was changed; say whose password is to be new.`,
    { owners: owners.map((row) => row.name) },
  );
}

/** As people type it: spaces, dashes and case do not count. */
function hashCode(code: string): Buffer {
  const typed = code.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return createHash('sha256').update(typed).digest();
}
