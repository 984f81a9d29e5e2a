import type { Campaign } from '#shared/contract/campaigns.ts';
import type { CampaignStatus, Counts, PauseReason } from '#shared/contract/campaign-status.ts';
import { toPacing } from '#core/campaigns/pacing-queries.ts';
import { sharesOf } from '#core/campaigns/shares.ts';
import { listShares } from '#core/campaigns/share-queries.ts';
import { givesReports, parseProfile } from '#core/campaigns/reports-of.ts';
import type { LiveView } from '#core/sending/engine-port.ts';
import { countDueUntil, sumWaiting } from '#core/sending/retry/queries.ts';
import type { Db } from '#core/store/db.ts';
import {
  listCampaignLists,
  type CampaignRow,
  type CampaignWithGateway,
} from '#core/campaigns/queries.ts';

/** The status document of a campaign (design section 6). */
export function toStatus(db: Db, row: CampaignWithGateway, view: LiveView): CampaignStatus {
  const counts: Counts = {
    frozen: 0,
    excluded: 0,
    queued: 0,
    sending: 0,
    accepted: 0,
    delivered: 0,
    undelivered: 0,
    expired: 0,
    rejected: 0,
    uncertain: 0,
    cancelled: 0,
  };
  const summary = { success: 0, queue: 0, failure: 0 };
  const credits = { predicted: row.predicted, reserved: 0, charged: 0 };
  // While it is being frozen the rows are not yet the campaign's.
  const stored = row.state === 'freezing' ? [] : listShares(db, row.id);
  for (const { state, messages } of stored) {
    counts[state] += messages;
    counts.frozen += messages;
  }
  const gateways = sharesOf(db, row, stored);
  for (const share of gateways) {
    credits.charged += share.credits.charged;
    credits.reserved += share.credits.reserved;
    summary.success += share.summary.success;
    summary.queue += share.summary.queue;
    summary.failure += share.summary.failure;
  }
  const trouble = view.trouble(row.id);
  return {
    id: row.id,
    name: row.name,
    state: trouble ? 'paused' : row.state,
    counts,
    summary,
    credits,
    dead: { leftOut: row.dead_left_out, credits: row.dead_credits },
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    pauseReason: trouble ?? pauseOf(row),
    gateways,
    retries: waitingRetries(db, row.id),
  };
}

/** Retries due this close together are told as one: "12 retry at 14:30". */
const TOGETHER_MS = 60_000;

function waitingRetries(db: Db, campaignId: number): CampaignStatus['retries'] {
  const { waiting, credits, next_at: nextAt } = sumWaiting(db, campaignId);
  const next = nextAt === null ? 0 : countDueUntil(db, campaignId, nextAt + TOGETHER_MS);
  return { waiting, credits, nextAt, next };
}

function pauseOf(row: CampaignRow): PauseReason | null {
  return row.pause_code ? { code: row.pause_code, message: row.pause_message ?? '' } : null;
}

/** A campaign with everything its pages show. */
export function toCampaign(db: Db, row: CampaignWithGateway, view: LiveView): Campaign {
  const lists = listCampaignLists(db, row.id);
  return {
    ...toStatus(db, row, view),
    listIds: lists.map((list) => list.list_id),
    listNames: lists.map((list) => list.list_name),
    text: row.text,
    templateId: row.template_id,
    gatewayId: row.gateway_id,
    gatewayName: row.gateway_name,
    practice: row.gateway_driver === 'practice',
    scheduledAt: row.scheduled_at,
    window: row.sending_window,
    timeZone: row.time_zone,
    rate: row.rate,
    routing: row.routing === 1,
    leaveOutDead: row.leave_out_dead === 1,
    ...toPacing(row),
    givesReports: givesReports(db, row),
    deliveredMeans: parseProfile(row.gateway_profile).reportsMean.delivered,
    createdAt: row.created_at,
    live: view.live(row.id),
  };
}
