import { getCampaign, moveCampaign } from '#core/campaigns/queries.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { checkGateway } from '#core/gateways/check.ts';
import { deleteHolds, listHoldsFor } from '#core/sending/hold-queries.ts';
import { transaction } from '#core/store/statement.ts';

/** How often an unreachable gateway is asked whether it is back. */
const PROBE_EVERY_MS = 30_000;
const ANSWER_MS = 10_000;

type ComebackDeps = Pick<CoreDeps, 'db' | 'clock' | 'gateways' | 'logger'> & {
  /** Send this campaign alone. */
  only: () => number | undefined;
  isStarted: () => boolean;
  changed: (campaignId: number) => void;
  /** A gateway answers again: whoever sends through it starts anew. */
  wake: (gatewayId: number) => void;
};

/** Asks unreachable gateways now and then; when one answers, what it held back goes on. Call it every tick. */
export function createComebackWatch(deps: ComebackDeps): () => void {
  const { db, clock, only } = deps;
  let probedAt = 0;
  return () => {
    if (clock.monotonic() - probedAt < PROBE_EVERY_MS) return;
    probedAt = clock.monotonic();
    const waiting = listHoldsFor(db, 'gateway-unreachable').filter(
      ({ campaign_id: id }) => only() === undefined || id === only(),
    );
    for (const [gatewayId, holds] of Map.groupBy(waiting, (hold) => hold.gateway_id)) {
      const campaignIds = holds.map((hold) => hold.campaign_id);
      void probe(deps, gatewayId, campaignIds);
    }
  };
}

async function probe(
  { db, gateways, logger, isStarted, changed, wake }: ComebackDeps,
  gatewayId: number,
  campaignIds: readonly number[],
): Promise<void> {
  try {
    const { driver } = await gateways.open(gatewayId);
    const answer = await checkGateway(driver, AbortSignal.timeout(ANSWER_MS));
    if (!answer.ok || !isStarted()) return;
    for (const id of campaignIds) {
      transaction(db, () => {
        deleteHolds(db, id, gatewayId);
        // Only if it is still paused for this reason: a person may have paused or stopped it meanwhile.
        if (getCampaign(db, id)?.pause_code !== 'gateway-unreachable') return;
        moveCampaign(db, id, 'paused', 'running');
      });
      changed(id);
    }
    wake(gatewayId);
  } catch (error) {
    logger.warn({ err: error, gatewayId }, 'a gateway could not be asked whether it is back');
  }
}
