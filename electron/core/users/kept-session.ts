import type { Via } from '#shared/contract/audit.ts';
import type { CallContext, CallDoor, CallSession } from '#core/ports.ts';

/** A session as its keeper knows it. */
export type KeptSession = CallSession & {
  readonly via: Via;
  readonly door: CallDoor;
  /** Who signed in here; null: nobody. */
  userId: number | null;
  /** The user's turn at sign-in time: a later one ends the session. */
  turn: number;
  isLocked: boolean;
  /** When somebody was last at the screen, by both clocks, ms. */
  touched: { wall: number; monotonic: number };
  /** Hash of the token that a command goes on with. */
  tokenHash: Buffer | null;
};

/** Whether a keeper opened this session. */
export function isKept(session: CallSession): session is KeptSession {
  return 'via' in session && 'userId' in session;
}

/** The session of a call. Every host opens its sessions with the keeper, so it is one of those. */
export function keptSessionOf({ session }: Pick<CallContext, 'session'>): KeptSession {
  if (isKept(session)) return session;
  throw new Error('this call has no session of its own');
}
