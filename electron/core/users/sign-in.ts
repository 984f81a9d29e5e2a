import { createHash, randomBytes } from 'node:crypto';
import { invalid, refused } from '#shared/contract/errors.ts';
import { describePasswordProblem, passwordProblem } from '#shared/users/password-rules.ts';
import { insertAudit } from '#core/audit/queries.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { beginAttempt, endAttempt } from '#core/users/attempts.ts';
import type { KeptSession } from '#core/users/kept-session.ts';
import { hashPassword, isPassword } from '#core/users/passwords.ts';
import {
  deleteCommandSignIn,
  deleteCommandSignIns,
  findUser,
  getUser,
  hasUsers,
  insertCommandSignIn,
  savePassword,
  touchSignedIn,
  touchCommandSignIn,
  type UserRow,
} from '#core/users/queries.ts';

/** What signing in works on. */
export type SignInDeps = Pick<CoreDeps, 'db' | 'clock' | 'bus' | 'sessions'>;

/** A command that nobody used for this long has to sign in again, ms. */
const COMMAND_IDLE_MS = 12 * 60 * 60_000;
const TOKEN_BYTES = 32;

/** Signs a session in. Throws `wrong-password`, `user-disabled`, `sign-in-wait`, `sign-in-off`. */
export async function signIn(
  deps: SignInDeps,
  session: KeptSession,
  { name, password }: { name: string; password: string },
): Promise<void> {
  const { db, clock } = deps;
  if (!hasUsers(db)) {
    throw refused(
      'sign-in-off',
      'Nobody has to sign in here: there are no users yet. Nothing was changed.',
    );
  }
  const user = findUser(db, name);
  await proveKnown(deps, session, 'session.signIn', { name, user, password });
  if (!user) throw new Error('nobody was proved');
  if (user.disabled_at !== null) {
    record(deps, session, 'session.signIn', 'user-disabled', user);
    throw refused(
      'user-disabled',
      `${user.name} may no longer sign in. Nothing was changed or sent; ask the owner of this Siar.`,
      { name: user.name, case: 'sign-in' },
    );
  }
  deps.sessions.leave(session);
  deps.sessions.enter(session, user.id);
  touchSignedIn(db, user.id, clock.now());
  record(deps, session, 'session.signIn', null, user);
  deps.bus.publish({ type: 'users.changed' });
}

/** Ends a session, and the kept sign-in of a command with it. */
export function signOut(deps: SignInDeps, session: KeptSession): void {
  const user = session.userId === null ? undefined : getUser(deps.db, session.userId);
  if (session.tokenHash) deleteCommandSignIn(deps.db, session.tokenHash);
  if (user) record(deps, session, 'session.signOut', null, user);
  deps.sessions.leave(session);
}

/** Ends every window, browser and command of a user, except one session. */
export function endSessionsOf(deps: SignInDeps, userId: number, except?: KeptSession): void {
  deleteCommandSignIns(deps.db, userId);
  deps.sessions.endAll(userId, except);
}

/** Opens a locked session again. Throws `wrong-password`, `sign-in-wait`, `sign-in-needed`. */
export async function unlock(
  deps: SignInDeps,
  session: KeptSession,
  password: string,
): Promise<void> {
  const user = requireUser(deps, session);
  if (deps.sessions.waitOf(session) !== 'unlock') return;
  await proveKnown(deps, session, 'session.unlock', { name: user.name, user, password });
  session.isLocked = false;
  deps.sessions.touch(session);
  deps.sessions.settle(session);
}

/** The caller's own new password; every other session of the user ends. */
export async function changePassword(
  deps: SignInDeps,
  session: KeptSession,
  { current, next }: { current?: string | undefined; next: string },
): Promise<void> {
  const user = requireUser(deps, session);
  const wait = deps.sessions.waitOf(session);
  if (wait === 'unlock') throw refused('locked', 'This page is locked. Unlock it first.');
  const action = 'session.changePassword';
  if (wait !== 'new-password') {
    const password = current ?? '';
    await proveKnown(deps, session, action, { name: user.name, user, password });
  }
  assertPassword(next, user.name);
  if (await isPassword(next, user.password)) {
    throw invalid(
      'password-same',
      'That is the password from before. Nothing was changed; choose another one.',
    );
  }
  savePassword(deps.db, user.id, await hashPassword(next), false);
  deps.sessions.endAll(user.id, session);
  deps.sessions.settle(session);
  record(deps, session, action, null, user);
  deps.bus.publish({ type: 'users.changed' });
}

/** A token with which later commands go on in this user's name; only its hash is kept here. */
export function keepSignIn(deps: SignInDeps, session: KeptSession): string {
  const user = requireUser(deps, session);
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  session.tokenHash = hashToken(token);
  insertCommandSignIn(deps.db, session.tokenHash, user.id, deps.clock.now());
  return token;
}

/** Goes on with a kept token. An unknown or old one changes nothing. */
export function resumeSignIn(deps: SignInDeps, session: KeptSession, token: string): void {
  const now = deps.clock.now();
  const tokenHash = hashToken(token);
  const userId = touchCommandSignIn(deps.db, tokenHash, now - COMMAND_IDLE_MS, now);
  if (userId === undefined) return;
  deps.sessions.enter(session, userId);
  session.tokenHash = tokenHash;
}

/** Throws `password-weak` with one sentence unless a password will do for a user of this name. */
export function assertPassword(password: string, userName: string): void {
  const problem = passwordProblem(password, userName);
  if (problem === null) return;
  throw invalid(
    'password-weak',
    `${describePasswordProblem(problem)} Nothing was changed; take a longer one, such as four words that do not belong together.`,
    { problem, case: problem },
  );
}

/** Writes how a sign-in or the like went. A name that nobody has is not written: it may be a password. */
export function record(
  { db, clock }: Pick<SignInDeps, 'db' | 'clock'>,
  { via }: KeptSession,
  action: string,
  code: string | null,
  user: UserRow | undefined,
): void {
  insertAudit(db, {
    at: clock.now(),
    userId: user?.id ?? null,
    via,
    action,
    target: user ? `user ${user.id}` : '',
    detail: '',
    outcome: code === null ? 'ok' : 'refused',
    code,
  });
}

/** Counts the attempt, then checks the password; the count ends with a right one. */
async function proveKnown(
  deps: SignInDeps,
  session: KeptSession,
  action: string,
  given: { name: string; user: UserRow | undefined; password: string },
): Promise<void> {
  const { name, user, password } = given;
  try {
    beginAttempt(deps.db, name, deps.clock.now());
  } catch (error) {
    record(deps, session, action, 'sign-in-wait', user);
    throw error;
  }
  if (await isPassword(password, user?.password)) {
    endAttempt(deps.db, name);
    return;
  }
  record(deps, session, action, 'wrong-password', user);
  throw refused(
    'wrong-password',
    action === 'session.signIn'
      ? 'That name and password do not belong together. Nothing was changed; try again.'
      : 'That password is not right. Nothing was changed; try again.',
    { case: action === 'session.signIn' ? 'sign-in' : 'own' },
  );
}

/** Whoever signed in here, also where something is waited for. */
export function requireUser({ db, sessions }: SignInDeps, session: KeptSession): UserRow {
  sessions.settle(session);
  const user = session.userId === null ? undefined : getUser(db, session.userId);
  if (user) return user;
  throw refused('sign-in-needed', 'Nobody is signed in here. Nothing was changed; sign in first.');
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
