import { isRecorded } from '#shared/contract/base.ts';
import { SiarError } from '#shared/contract/errors.ts';
import { insertAudit } from '#core/audit/queries.ts';
import { targetOf } from '#core/audit/target.ts';
import type { Actor, Call, CallDoor, CallSession, Clock, Logger } from '#core/ports.ts';
import { runAs } from '#core/users/caller.ts';
import { assertOwnRows } from '#core/users/own-rows.ts';
import { isKept, type KeptSession } from '#core/users/kept-session.ts';
import type { Db } from '#core/store/db.ts';

/** The same refusal again within this time is not written again, ms: nobody may fill the log. */
const SAME_REFUSAL_MS = 1_000;

type DoorDeps = {
  db: Db;
  clock: Clock;
  logger: Logger;
  /** Brings a session up to date before its call (see SessionKeeper). */
  settle(session: KeptSession): void;
};

/**
 * The door of every session: it settles who calls, lets in whoever may, keeps senders to their own
 * rows, serves the call in the caller's name and writes the audit log. The line is written after the
 * act: the act's own record (an attempt, a campaign's state) is what must never be missing.
 */
export function createCallDoor(deps: DoorDeps): CallDoor {
  const refusals = new Map<string, number>();

  /** Whether a refusal is news. */
  function isNews(session: KeptSession, call: Call): boolean {
    const now = deps.clock.monotonic();
    const key = `${session.userId} ${session.via} ${call.path.join('.')}`;
    const before = refusals.get(key);
    if (refusals.size > 500) refusals.clear();
    refusals.set(key, now);
    return before === undefined || now - before > SAME_REFUSAL_MS;
  }

  function write(session: KeptSession, call: Call, entry: Pick<Entry, 'outcome' | 'code'> & More) {
    try {
      insertAudit(deps.db, {
        at: deps.clock.now(),
        userId: session.userId,
        via: session.via,
        action: call.path.join('.'),
        target: targetOf(call, entry.output),
        detail: entry.detail ?? '',
        outcome: entry.outcome,
        code: entry.code,
      });
    } catch (error) {
      // A full disk, or a folder that is being closed: the act itself is over.
      deps.logger.error({ err: error }, 'a line of the audit log could not be written');
    }
  }

  function assertOwn(session: KeptSession, actor: Actor, call: Call): void {
    try {
      assertOwnRows(deps.db, actor, call);
    } catch (error) {
      // The caller is told that there is no such thing; the owner may know who asked.
      if (isNews(session, call)) write(session, call, { outcome: 'refused', code: 'not-own' });
      throw error;
    }
  }

  return {
    async pass(anySession: CallSession, call, admit, run) {
      if (!isKept(anySession)) throw new Error('the session was not opened here');
      const session = anySession;
      deps.settle(session);
      const recorded = isRecorded(call.meta);
      let isIn = false;
      try {
        admit();
        isIn = true;
        if (session.actor === null) return await run();
        assertOwn(session, session.actor, call);
        const { result, detail } = await runAs(session.actor, run);
        if (recorded) {
          write(session, call, { outcome: 'ok', code: null, output: outputOf(result), detail });
        }
        return result;
      } catch (error) {
        const kind = error instanceof SiarError ? error.kind : 'failed';
        const code = error instanceof SiarError ? error.code : 'internal';
        // What was only mistyped is not worth a line; being turned away is, also from reading.
        const turnedAway = !isIn && code === 'not-permitted';
        if (kind !== 'invalid' && isIn && recorded) {
          write(session, call, { outcome: kind === 'refused' ? 'refused' : 'failed', code });
        } else if (turnedAway && isNews(session, call)) {
          write(session, call, { outcome: 'refused', code });
        }
        throw error;
      }
    },
  };
}

type Entry = Parameters<typeof insertAudit>[1];
type More = { output?: unknown; detail?: string };

/** What a handler answered, inside what oRPC wraps around it. */
function outputOf(result: unknown): unknown {
  return typeof result === 'object' && result !== null && 'output' in result
    ? result.output
    : undefined;
}
