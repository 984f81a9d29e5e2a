import type { Actor, CallContext, CallSession } from '#core/ports.ts';
import { refused } from '#shared/contract/errors.ts';
import { may, type Permission } from '#shared/users/permissions.ts';

/** Who acts while nobody has to sign in. */
export const HOUSE: Actor = { userId: null, role: 'owner' };

/** Who calls. Throws `sign-in-needed`, `locked` or `password-change-needed` where nobody may act. */
export function actorOf({ session }: Pick<CallContext, 'session'>): Actor {
  if (session.actor !== null) return session.actor;
  if (session.wait === 'unlock') {
    throw refused(
      'locked',
      'This page is locked. Nothing was changed or sent; type the password to go on.',
    );
  }
  if (session.wait === 'new-password') {
    throw refused(
      'password-change-needed',
      'A new password has to be chosen first. Nothing was changed or sent; choose one to go on.',
    );
  }
  throw refused(
    'sign-in-needed',
    'Nobody is signed in here. Nothing was changed or sent; sign in and try again.',
  );
}

/** Throws `not-permitted`, or what actorOf throws, unless the caller may do what a permission stands for. */
export function assertMay(session: CallSession, permission: Permission | undefined): void {
  if (permission === 'open') return;
  const { role } = actorOf({ session });
  // A procedure that names no permission is a defect; it is closed to everybody.
  if (permission !== undefined && may(role, permission)) return;
  throw refused(
    'not-permitted',
    `A ${role} may not do this. Nothing was changed or sent; ask the owner of this Siar.`,
    { role, permission },
  );
}

/** A sender has credits of its own; what the shop has at its gateways is not shown to it. */
export function seesHouse(context: Pick<CallContext, 'session'>): boolean {
  return actorOf(context).role !== 'sender';
}

/** Throws `not-permitted` where what the shop has at its gateways is not to be seen (seesHouse). */
export function assertSeesHouse(context: Pick<CallContext, 'session'>): void {
  if (seesHouse(context)) return;
  throw refused(
    'not-permitted',
    'A sender does not see what the shop has at its gateways. Nothing was changed or sent; your own credits are on the Credits page.',
    { case: 'house' },
  );
}
