import { summaryOf, type CampaignState } from '#shared/campaigns/lifecycle.ts';
import type { Overview } from '#shared/contract/host.ts';
import { listCampaignsIn, pageCampaigns } from '#core/campaigns/queries.ts';
import { toCampaign } from '#core/campaigns/status.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { listGatewaysWithoutReports } from '#core/gateways/reports-arrive.ts';
import { countThings, countUnresolvedOf, listCountsSince } from '#core/home/queries.ts';
import { api } from '#core/rpc/implement.ts';
import { actorOf } from '#core/users/actor.ts';
import { scopeOf } from '#core/users/scope.ts';

const DAYS = 7;
const RECENT = 5;

type OverviewDeps = Pick<CoreDeps, 'db' | 'clock' | 'engine'>;

/** Home and the foot of the rail in one call. */
export function createOverviewHandler(deps: OverviewDeps) {
  return api.host.overview.handler(({ context }) => getOverview(deps, scopeOf(actorOf(context))));
}

/** `userId`: only this user's campaigns; null: everybody's. */
function getOverview({ db, clock, engine }: OverviewDeps, userId: number | null): Overview {
  const campaigns = (states: CampaignState[]) =>
    listCampaignsIn(db, states, userId).map((row) => toCampaign(db, row, engine.view));
  const { realGateways, ...things } = countThings(db);
  const active = campaigns(['freezing', 'running', 'scheduled', 'paused']);
  const over = pageCampaigns(db, { userId }, 0, 50).rows.filter(
    ({ state }) => state === 'finished' || state === 'stopped',
  );
  return {
    ...things,
    practiceOnly: things.gateways > 0 && realGateways === 0,
    running: active.filter(({ state }) => state === 'running' || state === 'freezing'),
    due: active.filter(({ state }) => state === 'scheduled'),
    paused: active.filter(({ state }) => state === 'paused'),
    recent: over.slice(0, RECENT).map((row) => toCampaign(db, row, engine.view)),
    uncertain: countUnresolvedOf(db, userId),
    lastSevenDays: lastSevenDays({ db, clock }, userId),
  };
}

/** Results by the local day on which a campaign began, oldest first, quiet days included. */
function lastSevenDays(
  { db, clock }: Pick<CoreDeps, 'db' | 'clock'>,
  userId: number | null,
): Overview['lastSevenDays'] {
  const today = new Date(clock.now());
  const days = Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - DAYS + 1 + index);
    return { day: toDay(day), success: 0, queue: 0, failure: 0 };
  });
  const first = new Date(today.getFullYear(), today.getMonth(), today.getDate() - DAYS + 1);
  const silent = new Set(listGatewaysWithoutReports(db));
  for (const row of listCountsSince(db, first.getTime(), userId)) {
    const day = days.find((entry) => entry.day === toDay(new Date(row.started_at)));
    const word = summaryOf(row.state, !silent.has(row.gateway_id));
    if (day && word !== 'none') day[word] += row.messages;
  }
  return days;
}

/** Local calendar day, YYYY-MM-DD. */
function toDay(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
