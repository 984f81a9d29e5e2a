import { implement } from '@orpc/server';
import { contract } from '#shared/contract/contract.ts';
import type { ProcedureMeta } from '#shared/contract/base.ts';
import { refused } from '#shared/contract/errors.ts';
import { may } from '#shared/users/permissions.ts';
import type { CallContext } from '#core/ports.ts';
import { actorOf } from '#core/users/actor.ts';

/**
 * The contract with the call's context: features implement their part as
 * `api.<feature>.<verb>.handler(…)`. Whichever way a call came (window, browser, command line,
 * hand-written frame), it passes here first: without the permission that the procedure names,
 * nothing of it runs.
 */
export const api = implement(contract)
  .$context<CallContext>()
  .use(({ context, procedure, next }) => {
    assertMay(context, procedure['~orpc'].meta);
    return next();
  });

/** Throws `not-permitted` or `sign-in-needed` where the caller may not do what a procedure does. */
function assertMay(context: CallContext, { permission }: ProcedureMeta): void {
  if (permission === 'open') return;
  const { role } = actorOf(context);
  // A procedure that names no permission is a defect; it is closed to everybody.
  if (permission !== undefined && may(role, permission)) return;
  throw refused(
    'not-permitted',
    `A ${role} may not do this. Nothing was changed or sent; ask the owner of this Siar.`,
    { role, permission },
  );
}
