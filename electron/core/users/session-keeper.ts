import type { Via } from '#shared/contract/audit.ts';
import type { Session, SESSION_WAITS } from '#shared/contract/users.ts';
import type { Permission } from '#shared/users/permissions.ts';
import type { Actor } from '#core/ports.ts';
import type { KeptSession } from '#core/users/kept-session.ts';

/**
 * The sessions of one open data folder. What a session may do is settled at every call from the
 * database, so a disabled user, a changed role or a new password counts at once and everywhere.
 */
export type SessionKeeper = {
  open(via: Via): KeptSession;
  /** Sets the session's actor: the house while nobody has to sign in, else whoever signed in and need not wait. */
  settle(session: KeptSession): void;
  /** Who acts in a session for something outside the contract (moving a file); throws as assertMay. */
  actorWith(session: KeptSession, permission: Permission): Actor;
  /** What keeps whoever signed in from going on. */
  waitOf(session: KeptSession): (typeof SESSION_WAITS)[number] | null;
  status(session: KeptSession): Session;
  enter(session: KeptSession, userId: number): void;
  leave(session: KeptSession): void;
  touch(session: KeptSession): void;
  /** Ends every session of a user except one. */
  endAll(userId: number, except?: KeptSession): void;
};
