import { z } from 'zod';
import { invalid } from '#shared/contract/errors.ts';
import { proposalSchema } from '#shared/contract/credits.ts';
import type { Proposal } from '#shared/credits/mismatch.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import {
  getMismatch,
  listMismatches,
  setApplied,
  type MismatchRow,
} from '#core/credits/mismatch/queries.ts';
import { putRate } from '#core/credits/rates/queries.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import { setGatewayProfile } from '#core/gateways/queries.ts';
import { api } from '#core/rpc/implement.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

type MismatchDeps = Pick<CoreDeps, 'db' | 'clock' | 'bus' | 'gateways'>;

const storedProposals = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(proposalSchema));

/** What the gateways of a campaign counted otherwise than predicted, and taking the proposal that explains it. */
export function createMismatchHandlers(deps: MismatchDeps) {
  const { db, bus } = deps;
  return {
    mismatches: api.credits.mismatches.handler(({ input }) =>
      listMismatches(db, input.campaignId).map(toFinding),
    ),
    applyProposal: api.credits.applyProposal.handler(async ({ input }) => {
      const { campaignId, gatewayId, proposal: number } = input;
      const row = getMismatch(db, campaignId, gatewayId);
      const proposal = row && toFinding(row).proposals[number - 1];
      if (!row || !proposal) {
        throw invalid(
          'no-such-proposal',
          `There is no proposal ${number} for campaign ${campaignId} at that gateway. Nothing was changed.`,
          { number, campaignId },
        );
      }
      transaction(db, () => apply(db, row, proposal, deps.clock.now()));
      await deps.gateways.invalidate(row.gateway_id);
      bus.publish({ type: 'gateways.changed' });
      bus.publish({ type: 'campaigns.changed', campaignIds: [campaignId] });
      return toFinding({ ...row, applied: JSON.stringify([proposal]) });
    }),
  };
}

function toFinding(row: MismatchRow) {
  return {
    gatewayId: row.gateway_id,
    gatewayName: row.gateway_name,
    messageId: row.message_id,
    predicted: { parts: row.predicted_parts, credits: row.predicted_credits },
    reported: { parts: row.parts, credits: row.credits },
    proposals: storedProposals.parse(row.proposals),
    applied: row.applied === null ? null : (storedProposals.parse(row.applied)[0] ?? null),
    foundAt: row.found_at,
  };
}

function apply(db: Db, row: MismatchRow, proposal: Proposal, now: number): void {
  const { gateway_id: gatewayId } = row;
  const gateway = requireGateway(db, gatewayId);
  if (proposal.kind === 'rate') {
    const { country, hundredths } = proposal;
    putRate(db, gatewayId, { country, prefix: '', hundredths, confirmed: true }, now);
  } else {
    setGatewayProfile(db, gatewayId, changed(gateway.profile, proposal));
  }
  setApplied(db, row, JSON.stringify([proposal]));
}

function changed(
  profile: GatewayProfile,
  { change }: Extract<Proposal, { kind: 'profile' }>,
): GatewayProfile {
  const { prefixAddedBy, ...fields } = change;
  const addedBy = prefixAddedBy ?? profile.pricePrefix.addedBy;
  return { ...profile, ...fields, pricePrefix: { ...profile.pricePrefix, addedBy } };
}
