import { createRouterClient } from '@orpc/server';
import type { Core } from '#core/create-core.ts';
import type { Actor } from '#core/ports.ts';

/** The core with a client whose calls are somebody's, without a sign-in: past the door, not past the rights. */
export function actingAs(core: Core, actor: Actor): Core {
  const client = createRouterClient(core.router, {
    context: { trust: 'session', session: { actor } },
    interceptors: [core.errorMapper],
  });
  return { ...core, client };
}
