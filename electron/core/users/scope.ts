import type { Actor } from '#core/ports.ts';
import { callerOf } from '#core/users/caller.ts';

/**
 * The one user whose campaigns, messages, one-time passwords and reports a caller may see and act
 * on; null: everybody's. Senders work for themselves; all others look at the whole.
 */
export function scopeOf({ role, userId }: Actor): number | null {
  return role === 'sender' ? userId : null;
}

/** Whether a caller may see a job or a file that somebody's call left behind (null: the house's). */
export function maySeeWorkOf(actor: Actor, userId: number | null): boolean {
  return actor.role === 'owner' || actor.role === 'manager' || actor.userId === userId;
}

/** maySeeWorkOf for whoever is being served; the core itself sees everything. */
export function callerMaySeeWorkOf(userId: number | null): boolean {
  const actor = callerOf();
  return actor === undefined || maySeeWorkOf(actor, userId);
}
