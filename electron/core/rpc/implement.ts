import { implement } from '@orpc/server';
import { contract } from '#shared/contract/contract.ts';
import type { CallContext } from '#core/ports.ts';
import { assertMay } from '#core/users/actor.ts';

/**
 * The contract with the call's context: features implement their part as
 * `api.<feature>.<verb>.handler(…)`. Whichever way a call came (window, browser, command line,
 * hand-written frame), it passes here first: without the permission that the procedure names,
 * nothing of it runs.
 */
export const api = implement(contract)
  .$context<CallContext>()
  .use(async ({ context, procedure, path, next }, input) => {
    const { meta } = procedure['~orpc'];
    const { session } = context;
    const admit = () => assertMay(session, meta.permission);
    if (session.door) {
      return await session.door.pass(session, { path, meta, input }, admit, async () => next());
    }
    admit();
    return await next();
  });
