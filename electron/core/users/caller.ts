import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from '#core/ports.ts';

type Caller = { actor: Actor; details: string[] };

/**
 * Whose call is being served, for what a call leaves behind: its jobs, its files, its line in the
 * audit log. Permissions and queries never ask here; they take the actor from the call's context.
 */
const callers = new AsyncLocalStorage<Caller>();

/** Serves a call in somebody's name; answers with what it left for its line in the audit log. */
export async function runAs<T>(
  actor: Actor,
  work: () => T | Promise<T>,
): Promise<{ result: T; detail: string }> {
  const details: string[] = [];
  const result = await callers.run({ actor, details }, work);
  return { result, detail: details.join(', ') };
}

/** Who is being served; undefined for what the core does by itself. */
export function callerOf(): Actor | undefined {
  return callers.getStore()?.actor;
}

/**
 * Adds a few words to this call's line in the audit log. Never a message text, a number, a code, a
 * password or a secret.
 */
export function noteDetail(words: string): void {
  callers.getStore()?.details.push(words);
}
