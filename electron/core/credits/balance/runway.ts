import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { z } from 'zod';
import type { GatewayRunway, plannedDraftSchema } from '#shared/contract/balances.ts';
import {
  forecastSending,
  type CreditEnd,
  type Forecast,
  type GatewayForecast,
} from '#shared/credits/runway.ts';
import type { PlannedCampaign, SendingPlan } from '#shared/credits/sending-plan.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import {
  isActive,
  toPlannedCampaigns,
  toPlannedGateway,
  windowOf,
} from '#core/credits/balance/plan.ts';
import { lastReading } from '#core/credits/balance/queries.ts';
import {
  listPlanned,
  listQueuedCountries,
  listQueuedCredits,
  type PlannedRow,
} from '#core/credits/balance/runway-queries.ts';
import { listGateways, type StoredGateway } from '#core/gateways/queries.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import type { LiveView } from '#core/sending/engine-port.ts';
import type { Db } from '#core/store/db.ts';

type Draft = z.infer<typeof plannedDraftSchema>;

/** Whose campaigns may be named; absent: everybody's. */
type Viewer = { userId: number | null } | undefined;

/** The campaign that is only being planned comes after all that are there. */
const DRAFT_ID = Number.MAX_SAFE_INTEGER;

const STEP = 5_000;

/** All that goes out by itself, and what would once it is resumed. */
type Outlook = {
  db: Db;
  /** By itself, the draft among it. */
  plan: SendingPlan;
  active: readonly PlannedRow[];
  now: Forecast;
  paused: readonly PlannedRow[];
  /** With everything resumed; null: nothing is paused or held back. */
  resumed: Forecast | null;
  draft: Draft | undefined;
  viewer: Viewer;
};

/** How the sending of every gateway will go: when campaigns end, and where the credit does. */
export async function readRunway(
  {
    db,
    clock,
    engine,
  }: Pick<CoreDeps, 'db' | 'clock'> & { engine: { view: Pick<LiveView, 'use'> } },
  draft: Draft | undefined,
  viewer: Viewer,
): Promise<GatewayRunway[]> {
  const now = clock.now();
  const gateways = listGateways(db);
  const { plan, active, paused } = readPlan(db, gateways, now, engine.view);
  const drafts = draft ? [plannedDraft(draft, now)] : [];
  const resumed = [...together(plan.campaigns, toPlannedCampaigns(db, paused, now)), ...drafts];
  const outlook: Outlook = {
    db,
    plan,
    active,
    now: forecastSending({ ...plan, campaigns: [...plan.campaigns, ...drafts] }),
    paused,
    resumed: paused.length === 0 ? null : forecastSending({ ...plan, campaigns: resumed }),
    draft,
    viewer,
  };
  const found: GatewayRunway[] = [];
  for (const gateway of gateways) found.push(await toRunway(outlook, gateway));
  return found;
}

/** The same campaigns once each: some have a share at one gateway that goes out, and one that is held. */
function together(
  active: readonly PlannedCampaign[],
  paused: readonly PlannedCampaign[],
): PlannedCampaign[] {
  const held = new Map(paused.map((campaign) => [campaign.id, campaign]));
  const going = new Set(active.map(({ id }) => id));
  return [
    ...active.map((one) => ({
      ...one,
      groups: [...one.groups, ...(held.get(one.id)?.groups ?? [])],
    })),
    ...paused.filter(({ id }) => !going.has(id)),
  ];
}

/** Everything that goes out by itself, as it stands; and the rows that would once somebody resumes them. */
export function readPlan(
  db: Db,
  gateways: readonly StoredGateway[],
  now: number,
  view: Pick<LiveView, 'use'>,
): { plan: SendingPlan; active: PlannedRow[]; paused: PlannedRow[] } {
  const rows = listPlanned(db);
  const active = rows.filter(isActive);
  return {
    plan: {
      now,
      gateways: gateways.map((gateway) =>
        toPlannedGateway(
          db,
          gateway,
          rows.filter(({ gatewayId }) => gatewayId === gateway.id),
          { use: view.use(gateway.id), now },
        ),
      ),
      campaigns: toPlannedCampaigns(db, active, now),
    },
    active,
    paused: rows.filter((row) => !isActive(row) && row.state !== 'finished'),
  };
}

async function toRunway(outlook: Outlook, gateway: StoredGateway): Promise<GatewayRunway> {
  const { db, plan, now, active, draft, viewer } = outlook;
  const rows = active.filter(({ gatewayId }) => gatewayId === gateway.id);
  const own = draft?.gatewayId === gateway.id ? draft : undefined;
  const { end, needed } = atGateway(now, gateway.id);
  return {
    gatewayId: gateway.id,
    gatewayName: gateway.name,
    practice: GATEWAY_KINDS[gateway.driver].practice,
    credits: plan.gateways.find(({ id }) => id === gateway.id)?.credits ?? null,
    asOf: lastReading(db, gateway.id)?.at ?? null,
    needed: Math.round(needed),
    end: end && (await describeEnd(db, end, rows, own, viewer)),
    courses: now.courses
      .filter(
        ({ campaignId, gatewayId }) =>
          gatewayId === gateway.id &&
          (campaignId === DRAFT_ID ||
            rows.some((row) => row.id === campaignId && isVisible(row, viewer))),
      )
      .map(({ campaignId, startsAt, finishesAt, retriesEndAt }) => ({
        campaignId: campaignId === DRAFT_ID ? null : campaignId,
        startsAt,
        finishesAt,
        retriesEndAt,
      })),
    ifResumed: await ifResumed(outlook, gateway, needed),
  };
}

function atGateway({ gateways }: Forecast, id: number): GatewayForecast {
  return (
    gateways.find(({ gatewayId }) => gatewayId === id) ?? { gatewayId: id, end: null, needed: 0 }
  );
}

async function ifResumed(
  { db, plan, paused, active, resumed, draft, viewer }: Outlook,
  gateway: StoredGateway,
  needed: number,
): Promise<GatewayRunway['ifResumed']> {
  const here = ({ gatewayId }: PlannedRow) => gatewayId === gateway.id;
  const rows = paused.filter(here).filter(({ queued }) => queued > 0);
  if (resumed === null) return null;
  const all = atGateway(resumed, gateway.id);
  const more = Math.round(all.needed - needed);
  if (rows.length === 0 && more <= 0) return null;
  const credits = plan.gateways.find(({ id }) => id === gateway.id)?.credits ?? null;
  const everything = [...active, ...paused].filter(here);
  const own = draft?.gatewayId === gateway.id ? draft : undefined;
  return {
    campaigns: new Set(paused.filter(here).map(({ id }) => id)).size,
    needed: more,
    missing: credits === null ? null : Math.max(0, Math.round(all.needed) - Math.max(0, credits)),
    end: all.end && (await describeEnd(db, all.end, everything, own, viewer)),
  };
}

function isVisible(row: PlannedRow, viewer: Viewer): boolean {
  return viewer === undefined || row.userId === viewer.userId;
}

async function describeEnd(
  db: Db,
  end: CreditEnd,
  rows: readonly PlannedRow[],
  draft: Draft | undefined,
  viewer: Viewer,
): Promise<GatewayRunway['end']> {
  const row = rows.find(({ id }) => id === end.campaignId);
  if (!row) {
    const recipients = draft?.groups.reduce((sum, { messages }) => sum + messages, 0) ?? 0;
    return {
      campaignId: null,
      campaignName: null,
      recipient: end.messages + 1,
      recipients,
      at: end.at,
    };
  }
  const paid = await countPaid(db, row, end);
  const visible = isVisible(row, viewer);
  return {
    campaignId: visible ? row.id : null,
    campaignName: visible ? row.name : null,
    recipient: Math.min(row.recipients, row.recipients - row.queued + paid + 1),
    recipients: row.recipients,
    at: end.at,
  };
}

/**
 * The forecast knows averages; here the messages themselves are added up until the credits are gone.
 * In steps, because a queue may hold a million of them.
 */
async function countPaid(db: Db, row: PlannedRow, end: CreditEnd): Promise<number> {
  let left = Math.floor(end.credits + 1e-3);
  let paid = 0;
  const from = { campaignId: row.id, gatewayId: row.gatewayId };
  for (const { country } of listQueuedCountries(db, row, 0)) {
    for (let after = 0; ;) {
      const step = listQueuedCredits(db, { ...from, country, after }, STEP);
      for (const { id, credits } of step) {
        if (credits > left) return paid;
        left -= credits;
        paid += 1;
        after = id;
      }
      if (step.length < STEP) break;
      await yieldToEventLoop();
    }
  }
  return paid;
}

function plannedDraft(draft: Draft, now: number): PlannedCampaign {
  return {
    id: DRAFT_ID,
    groups: draft.groups.map((group) => ({ ...group, gatewayId: draft.gatewayId, againAt: null })),
    window: windowOf(draft.window),
    startsAt: Math.max(now, draft.startsAt ?? now),
    urgent: draft.urgent,
    rate: draft.rate,
  };
}
