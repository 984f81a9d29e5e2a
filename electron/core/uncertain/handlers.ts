import { SiarError, refused, type Failure } from '#shared/contract/errors.ts';
import { driverSchema } from '#shared/contract/gateways.ts';
import type { UncertainGroup } from '#shared/contract/uncertain.ts';
import { capabilitiesOf } from '#shared/gateways/capabilities.ts';
import { may } from '#shared/users/permissions.ts';
import type { ActionDeps } from '#core/campaigns/actions.ts';
import { resolveUncertain } from '#core/campaigns/send-again.ts';
import { parseProfile } from '#core/campaigns/reports-of.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import type { CallContext } from '#core/ports.ts';
import { api } from '#core/rpc/implement.ts';
import type { Db } from '#core/store/db.ts';
import { countUnrepeatable } from '#core/sending/repeat-queries.ts';
import { evidenceOf } from '#core/uncertain/evidence.ts';
import {
  getGatewayFacts,
  listGroups,
  listReasons,
  type GroupRow,
} from '#core/uncertain/queries.ts';
import { actorOf } from '#core/users/actor.ts';
import { scopeOf } from '#core/users/scope.ts';

/** Messages whose fate nobody knows: what there is to know about them, and what becomes of them. */
export function createUncertainHandlers(deps: ActionDeps) {
  const { db } = deps;
  const groupsOf = (context: CallContext) =>
    listGroups(db, scopeOf(actorOf(context))).map((row) => toGroup(db, row));
  return api.uncertain.router({
    overview: api.uncertain.overview.handler(({ context }) => {
      const groups = groupsOf(context);
      return {
        messages: groups.reduce((sum, { messages }) => sum + messages, 0),
        undecided: groups.reduce((sum, { undecided }) => sum + undecided, 0),
        groups,
      };
    }),
    resolve: api.uncertain.resolve.handler(async ({ input, context }) => {
      const { decision, allowShortCredit } = input;
      const { userId: actorId, role } = actorOf(context);
      if (allowShortCredit && !may(role, 'credits.overdraw')) {
        throw refused(
          'not-permitted',
          `A ${role} may not start anything that the credits do not cover. Nothing was sent; ask the owner of this Siar.`,
          { role, permission: 'credits.overdraw', case: 'overdraw' },
        );
      }
      const wanted = input.campaignIds && new Set(input.campaignIds);
      const groups = groupsOf(context).filter(
        ({ campaignId, undecided }) =>
          (wanted?.has(campaignId) ?? true) && (decision === 'resend' || undecided > 0),
      );
      if (groups.length === 0) {
        throw refused('nothing-uncertain', 'No message there is uncertain. Nothing was changed.');
      }
      const result = { campaigns: 0, messages: 0, refused: [] as Refusal[] };
      for (const [campaignId, ofOne] of Map.groupBy(groups, (group) => group.campaignId)) {
        try {
          await resolveUncertain(deps, campaignId, {
            decision,
            actorId,
            allowShort: allowShortCredit,
          });
          result.campaigns += 1;
          const count = decision === 'leave' ? 'undecided' : 'messages';
          result.messages += ofOne.reduce((sum, group) => sum + group[count], 0);
        } catch (error) {
          if (!(error instanceof SiarError)) throw error;
          const { code, kind, details, message } = error;
          result.refused.push({ campaignId, code, kind, details, message });
        }
      }
      return result;
    }),
  });
}

type Refusal = Failure & { campaignId: number };

function toGroup(db: Db, row: GroupRow): UncertainGroup {
  const facts = getGatewayFacts(db, row.gateway_id);
  if (!facts) throw new Error(`gateway ${row.gateway_id} of campaign ${row.campaign_id} is gone`);
  const kind = GATEWAY_KINDS[driverSchema.parse(facts.driver)];
  const group = {
    campaignId: row.campaign_id,
    campaignName: row.campaign_name,
    campaignState: row.campaign_state,
    gatewayId: row.gateway_id,
    gatewayName: facts.name,
    practice: kind.practice,
    messages: row.messages,
    undecided: row.undecided,
    credits: row.credits,
    from: row.handed_from,
    to: row.handed_to,
    reasons: listReasons(db, row.campaign_id, row.gateway_id),
  };
  const { dedupe } = capabilitiesOf(kind.capabilities, parseProfile(facts.profile));
  const repeatable =
    dedupe === 'reference' && countUnrepeatable(db, row.campaign_id, row.gateway_id) === 0;
  return { ...group, evidence: { ...evidenceOf(db, group), repeatable } };
}
