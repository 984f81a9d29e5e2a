import type {
  PlannedCampaign,
  PlannedGateway,
  PlannedGroup,
} from '#shared/credits/sending-plan.ts';
import { parseWindow, zonesOfCountry, type SendingWindow } from '#shared/schedule/window.ts';
import { expectedBalance } from '#core/credits/balance/record-balance.ts';
import {
  lastRetryDue,
  listQueuedCountries,
  listRetryGroups,
  type PlannedRow,
} from '#core/credits/balance/runway-queries.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';
import { campaignRate } from '#core/sending/campaign-rate.ts';
import type { GatewayUse } from '#core/sending/engine-port.ts';
import { RATE_MARGIN } from '#core/sending/rate-limiter.ts';
import { sumWaiting } from '#core/sending/retry/queries.ts';
import { systemZone } from '#core/sending/windows.ts';
import type { Db } from '#core/store/db.ts';

/** Messages per country that are looked at for their average cost; fewer than this are exact. */
const SAMPLE = 2_000;

/** Retries looked at one by one; the others of a campaign are taken to be like the last of them. */
const MOST_RETRIES = 5_000;
/** Retries due within ten minutes of each other are one group. */
const STRETCH_MS = 600_000;

/** A throughput over ten seconds says little about less than one message a second. */
const SLOWEST_MEASURED = 1;
/** So much slower than it may be a gateway must be to count as slow. */
const SLOW = 0.9;
const MEASURED_OVER_MS = 12_000;

/** Whether a row's messages go out by themselves, or only once somebody resumes them. */
export function isActive({ state, held }: PlannedRow): boolean {
  return state !== 'paused' && held === 0;
}

/** What these rows (of whatever gateways) have to send, a campaign each. `now`: wall ms. */
export function toPlannedCampaigns(
  db: Db,
  rows: readonly PlannedRow[],
  now: number,
): PlannedCampaign[] {
  return [...Map.groupBy(rows, ({ id }) => id)].flatMap(([id, shares]) => {
    const [first] = shares;
    if (!first) return [];
    const { rate, spreadMinutes, recipients, state, scheduledAt, window, priority } = first;
    const own = campaignRate({ rate, spread_minutes: spreadMinutes }, recipients) / RATE_MARGIN;
    const at = new Set(shares.map(({ gatewayId }) => gatewayId));
    const queued = shares.flatMap((row) => queuedGroups(db, row));
    const retries = retryGroups(db, first).filter(({ gatewayId }) => at.has(gatewayId));
    return {
      id,
      groups: [...queued, ...retries],
      window: windowOf(window),
      startsAt: state === 'scheduled' ? (scheduledAt ?? now) : now,
      urgent: priority === 'urgent',
      rate: Number.isFinite(own) ? own : null,
    };
  });
}

/** A gateway with its limits and its credits, as it is used just now. */
export function toPlannedGateway(
  db: Db,
  { id, rate, caps }: StoredGateway,
  rows: readonly PlannedRow[],
  { use, now }: { use: GatewayUse | null; now: number },
): PlannedGateway {
  const expected = expectedBalance(db, id);
  const onTheirWay = rows.reduce((sum, { sendingCredits }) => sum + sendingCredits, 0);
  const allowed = rate / RATE_MARGIN;
  return {
    id,
    rate: (use && measuredSpeed(use, rows, allowed, now)) ?? allowed,
    caps: caps.map((cap, index) => ({ cap, ...(use?.caps[index] ?? { used: 0, since: null }) })),
    credits: expected === null ? null : expected - onTheirWay,
  };
}

/**
 * How fast a gateway really is, where it is clearly slower than it may be and nothing else explains that:
 * no campaign there waits, just began or goes slowly by its own choice. Else null.
 */
function measuredSpeed(
  use: GatewayUse,
  rows: readonly PlannedRow[],
  allowed: number,
  now: number,
): number | null {
  let sum = 0;
  for (const { id, state, held, queued, rate, spreadMinutes, startedAt } of rows) {
    if (state !== 'running' || held === 1 || queued === 0) continue;
    if (rate !== null || spreadMinutes !== null) return null;
    if (startedAt === null || now - startedAt < MEASURED_OVER_MS) return null;
    const perSecond = use.perSecond(id);
    if (perSecond === null) return null;
    sum += perSecond;
  }
  return sum >= SLOWEST_MEASURED && sum < SLOW * allowed ? sum : null;
}

function queuedGroups(db: Db, row: PlannedRow): PlannedGroup[] {
  if (row.queued === 0) return [];
  const countries = listQueuedCountries(db, row, SAMPLE);
  const total = countries.reduce(
    (sum, { messages, credits, sampled }) => sum + scale(credits, messages, sampled),
    0,
  );
  // The kept counters know what all of them cost together; samples only how it is shared out.
  const factor = total === 0 ? 1 : row.queuedCredits / total;
  return countries.map(({ country, messages, credits, parts, sampled }) => ({
    gatewayId: row.gatewayId,
    messages,
    parts: scale(parts, messages, sampled),
    credits: scale(credits, messages, sampled) * factor,
    zones: zonesOf(row, country),
    againAt: null,
  }));
}

/** The retries of a campaign that wait, whatever their gateway. */
function retryGroups(db: Db, row: PlannedRow): PlannedGroup[] {
  const { waiting, credits } = sumWaiting(db, row.id);
  if (waiting === 0) return [];
  const found = listRetryGroups(db, row.id, { most: MOST_RETRIES, stretchMs: STRETCH_MS });
  const groups = found.map(({ gatewayId, country, messages, parts, credits: cost, dueAt }) => ({
    gatewayId,
    messages,
    parts,
    credits: cost,
    zones: zonesOf(row, country),
    againAt: dueAt,
  }));
  const last = groups.at(-1);
  const more = waiting - groups.reduce((sum, { messages }) => sum + messages, 0);
  if (!last || more <= 0) return groups;
  const rest = credits - groups.reduce((sum, group) => sum + group.credits, 0);
  const againAt = lastRetryDue(db, row.id) ?? last.againAt;
  const parts = (last.parts * more) / last.messages;
  return [...groups, { ...last, messages: more, parts, credits: rest, againAt }];
}

function zonesOf({ timeZone }: PlannedRow, country: string): readonly string[] {
  return timeZone === null ? zonesOfCountry(country, systemZone) : [timeZone];
}

function scale(sum: number, messages: number, sampled: number): number {
  return sampled === 0 ? 0 : (sum * messages) / sampled;
}

/** A stored window; text that cannot be read counts as always, as for the sender. */
export function windowOf(text: string): SendingWindow {
  const parsed = parseWindow(text);
  return parsed.ok ? parsed.window : 'always';
}
