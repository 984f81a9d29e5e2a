import type { CampaignReport, ReportFilter } from '#shared/contract/campaign-report.ts';
import { requireCampaign } from '#core/campaigns/actions.ts';
import {
  listCampaignLists,
  listCounts,
  type CampaignWithGateway,
} from '#core/campaigns/queries.ts';
import { givesReports, parseProfile, reportingGateways } from '#core/campaigns/reports-of.ts';
import { listShares } from '#core/campaigns/share-queries.ts';
import { buildReport, fits } from '#core/reports/campaign/build-report.ts';
import type { FactsReader } from '#core/reports/campaign/facts-reader.ts';
import { stepFor, type Fact, type FactsRequest } from '#core/reports/campaign/facts.ts';
import type { Db } from '#core/store/db.ts';

const MINUTE_MS = 60_000;

/** What reports are read with. */
export type ReportDeps = { db: Db; facts: FactsReader; now: () => number };

/** What became of a campaign. Throws `no-such-campaign`. */
export async function reportCampaign(
  deps: ReportDeps,
  id: number,
  { listId, ...filter }: ReportFilter,
): Promise<CampaignReport> {
  const row = requireCampaign(deps.db, id);
  const request = requestOf(row, listId ?? null, deps.now());
  const { facts, asOf } = await deps.facts.read(request, sizeOf(deps.db, id));
  const { stepMs } = request;
  const reporting = reportingGateways(deps.db, row);
  const figures = buildReport(facts, filter, { stepMs, reporting });
  const names = namesOf(deps.db, id);
  const lists = listCampaignLists(deps.db, id);
  return {
    ...figures,
    campaign: {
      id,
      name: row.name,
      state: row.state,
      gatewayName: row.gateway_name,
      practice: row.gateway_driver === 'practice',
      givesReports: givesReports(deps.db, row),
      deliveredMeans: parseProfile(row.gateway_profile).reportsMean.delivered,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      deadCredits: row.dead_credits,
    },
    byGateway: figures.byGateway.map((line) => ({
      ...line,
      gatewayName: names.get(line.gatewayId) ?? row.gateway_name,
    })),
    asOf,
    stepMs,
    choices: {
      ...figures.choices,
      lists: lists.map((list) => ({ id: list.list_id, name: list.list_name })),
    },
  };
}

/** The facts a report with this filter adds up, for those who want to add them up their own way. */
export async function factsOf(
  deps: ReportDeps,
  id: number,
  { listId, ...filter }: ReportFilter,
): Promise<{
  facts: Fact[];
  reporting: ReadonlySet<number>;
  nameOf: (gatewayId: number) => string;
}> {
  const row = requireCampaign(deps.db, id);
  const request = requestOf(row, listId ?? null, deps.now());
  const { facts } = await deps.facts.read(request, sizeOf(deps.db, id));
  const reporting = reportingGateways(deps.db, row);
  const judge = { stepMs: request.stepMs, reporting };
  const names = namesOf(deps.db, id);
  return {
    facts: facts.filter((fact) => fits(fact, filter, judge)),
    reporting,
    nameOf: (gatewayId) => names.get(gatewayId) ?? row.gateway_name,
  };
}

function namesOf(db: Db, id: number): Map<number, string> {
  return new Map(listShares(db, id).map((share) => [share.gateway_id, share.gateway_name]));
}

function requestOf(row: CampaignWithGateway, listId: number | null, now: number): FactsRequest {
  const from = row.started_at ?? row.created_at;
  const to = Math.max(from, row.finished_at ?? now);
  return {
    campaignId: row.id,
    listId,
    stepMs: stepFor(to - from),
    aheadMs: -new Date(from).getTimezoneOffset() * MINUTE_MS,
  };
}

function sizeOf(db: Db, id: number): number {
  return listCounts(db, id).reduce((sum, { messages }) => sum + messages, 0);
}
