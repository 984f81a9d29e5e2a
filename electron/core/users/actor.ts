import type { Actor, CallContext, CallSession } from '#core/ports.ts';
import { refused } from '#shared/contract/errors.ts';

/** Who acts while nobody has to sign in. */
const HOUSE: Actor = { userId: null, role: 'owner' };

/** A new session of a window, browser or command: the house's, while sign-in is off. */
export function openSession(): CallSession {
  return { actor: HOUSE };
}

/** Who calls. Throws `sign-in-needed` where nobody has signed in. */
export function actorOf({ session }: Pick<CallContext, 'session'>): Actor {
  if (session.actor === null) {
    throw refused(
      'sign-in-needed',
      'Nobody is signed in here. Nothing was changed or sent; sign in and try again.',
    );
  }
  return session.actor;
}
