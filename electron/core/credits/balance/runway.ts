import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { z } from 'zod';
import type { GatewayRunway, plannedDraftSchema } from '#shared/contract/balances.ts';
import {
  forecastSending,
  type CreditEnd,
  type PlannedCampaign,
  type PlannedGroup,
} from '#shared/credits/runway.ts';
import { parseWindow, zonesOfCountry, type SendingWindow } from '#shared/schedule/window.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { lastReading } from '#core/credits/balance/queries.ts';
import { expectedBalance } from '#core/credits/balance/record-balance.ts';
import {
  listPlanned,
  listQueuedCountries,
  listQueuedCredits,
  type PlannedRow,
} from '#core/credits/balance/runway-queries.ts';
import { listGateways, type StoredGateway } from '#core/gateways/queries.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { systemZone } from '#core/sending/windows.ts';
import type { Db } from '#core/store/db.ts';

type Draft = z.infer<typeof plannedDraftSchema>;

/** Whose campaigns may be named; absent: everybody's. */
type Viewer = { userId: number | null } | undefined;

/** The campaign that is only being planned comes after all that are there. */
const DRAFT_ID = Number.MAX_SAFE_INTEGER;

/** Messages per country that are looked at for their average cost; fewer than this are exact. */
const SAMPLE = 2_000;
const STEP = 5_000;

/** How the sending of every gateway will go: when campaigns end, and where the credit does. */
export async function readRunway(
  { db, clock }: Pick<CoreDeps, 'db' | 'clock'>,
  draft: Draft | undefined,
  viewer: Viewer,
): Promise<GatewayRunway[]> {
  const planned = listPlanned(db);
  const found: GatewayRunway[] = [];
  for (const gateway of listGateways(db)) {
    const rows = planned.filter(({ gatewayId }) => gatewayId === gateway.id);
    const own = draft?.gatewayId === gateway.id ? draft : undefined;
    found.push(await readGatewayRunway(db, gateway, rows, own, viewer, clock.now()));
  }
  return found;
}

async function readGatewayRunway(
  db: Db,
  gateway: StoredGateway,
  rows: readonly PlannedRow[],
  draft: Draft | undefined,
  viewer: Viewer,
  now: number,
): Promise<GatewayRunway> {
  const expected = expectedBalance(db, gateway.id);
  const onTheirWay = rows.reduce((sum, { sendingCredits }) => sum + sendingCredits, 0);
  const credits = expected === null ? null : expected - onTheirWay;
  const { courses, end, needed } = forecastSending({
    now,
    rate: gateway.rate,
    caps: gateway.caps,
    credits,
    campaigns: [
      ...rows.map((row) => toPlanned(db, row, now)),
      ...(draft ? [plannedDraft(draft, now)] : []),
    ],
  });
  return {
    gatewayId: gateway.id,
    gatewayName: gateway.name,
    practice: GATEWAY_KINDS[gateway.driver].practice,
    credits,
    asOf: lastReading(db, gateway.id)?.at ?? null,
    needed: Math.round(needed),
    end: end && (await describeEnd(db, end, rows, draft, viewer)),
    courses: courses
      .map((course) => ({
        ...course,
        campaignId: course.campaignId === DRAFT_ID ? null : course.campaignId,
      }))
      .filter(
        ({ campaignId }) =>
          campaignId === null ||
          rows.some((row) => row.id === campaignId && isVisible(row, viewer)),
      ),
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

function toPlanned(db: Db, row: PlannedRow, now: number): PlannedCampaign {
  const perSecond = row.spreadMinutes === null ? null : row.recipients / (row.spreadMinutes * 60);
  return {
    id: row.id,
    groups: groupsOf(db, row),
    window: windowOf(row.window),
    startsAt: row.state === 'running' ? now : (row.scheduledAt ?? now),
    urgent: row.priority === 'urgent',
    rate: lowest(row.rate, perSecond),
  };
}

function groupsOf(db: Db, row: PlannedRow): PlannedGroup[] {
  const countries = listQueuedCountries(db, row, SAMPLE);
  const total = countries.reduce(
    (sum, { messages, credits, sampled }) => sum + scale(credits, messages, sampled),
    0,
  );
  // The kept counters know what all of them cost together; samples only how it is shared out.
  const factor = total === 0 ? 1 : row.queuedCredits / total;
  return countries.map(({ country, messages, credits, parts, sampled }) => ({
    messages,
    parts: scale(parts, messages, sampled),
    credits: scale(credits, messages, sampled) * factor,
    zones: row.timeZone === null ? zonesOfCountry(country, systemZone) : [row.timeZone],
  }));
}

function scale(sum: number, messages: number, sampled: number): number {
  return sampled === 0 ? 0 : (sum * messages) / sampled;
}

function plannedDraft(draft: Draft, now: number): PlannedCampaign {
  return {
    id: DRAFT_ID,
    groups: draft.groups,
    window: windowOf(draft.window),
    startsAt: Math.max(now, draft.startsAt ?? now),
    urgent: draft.urgent,
    rate: draft.rate,
  };
}

function windowOf(text: string): SendingWindow {
  const parsed = parseWindow(text);
  return parsed.ok ? parsed.window : 'always';
}

function lowest(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}
