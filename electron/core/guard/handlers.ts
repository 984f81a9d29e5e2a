import { say } from '#shared/said/say.ts';
import { moveCampaign } from '#core/campaigns/queries.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { holdPaused } from '#core/guard/queries.ts';
import { api } from '#core/rpc/implement.ts';
import { listInState } from '#core/sending/queries.ts';
import { transaction } from '#core/store/statement.ts';

/** Whether this database may send, and a person's word that it may. */
export function createGuardHandlers({ db, guard, bus }: Pick<CoreDeps, 'db' | 'guard' | 'bus'>) {
  return {
    guard: api.host.guard.handler(() => guard.state()),
    reconcile: api.host.reconcile.handler(() => {
      if (!guard.state().locked) return guard.state();
      // Before the lock opens: what another copy may have sent must not fire by itself.
      const campaignIds = transaction(db, () => [
        ...(['scheduled', 'running'] as const).flatMap((state) =>
          listInState(db, state)
            .filter(({ id }) => moveCampaign(db, id, state, 'paused', { pause: PAUSED }))
            .map(({ id }) => id),
        ),
        ...holdPaused(db, ['gateway-unreachable', 'locked'], PAUSED),
      ]);
      const state = guard.reconcile();
      bus.publish({ type: 'campaigns.changed', campaignIds });
      return state;
    }),
  };
}

const PAUSED = {
  code: 'locked',
  message: say('was-waiting-in-copy'),
} as const;
