import type { CampaignState } from '#shared/campaigns/lifecycle.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** Uncertain messages of one campaign through one gateway. */
export type GroupRow = {
  campaign_id: number;
  campaign_name: string;
  campaign_state: CampaignState;
  gateway_id: number;
  messages: number;
  undecided: number;
  credits: number;
  handed_from: number;
  handed_to: number;
};

/**
 * All of them, undecided first, newest first. `ownerId`: only this user's campaigns; null: everybody's.
 * Walks the small index of uncertain messages, and the last attempt of each.
 */
export function listGroups(db: Db, ownerId: number | null): GroupRow[] {
  return statement<GroupRow>(
    db,
    `SELECT m.campaign_id, c.name AS campaign_name, c.state AS campaign_state, m.gateway_id,
       count(*) AS messages, sum(m.resolved = 0) AS undecided, sum(m.credits) AS credits,
       min(a.started_at) AS handed_from, max(coalesce(a.finished_at, a.started_at)) AS handed_to
     FROM messages m INDEXED BY messages_uncertain
     JOIN campaigns c ON c.id = m.campaign_id
     JOIN attempts a ON a.message_id = m.id AND a.number = m.attempts
     WHERE m.state = 'uncertain' AND (@ownerId IS NULL OR c.user_id = @ownerId)
     GROUP BY m.campaign_id, m.gateway_id
     ORDER BY undecided = 0, handed_to DESC`,
  ).all({ ownerId });
}

/** Why messages of a group are uncertain, most frequent first; five reasons at the most. */
export function listReasons(
  db: Db,
  campaignId: number,
  gatewayId: number,
): { code: string; reason: string; messages: number }[] {
  return statement<{ code: string; reason: string; messages: number }>(
    db,
    `SELECT coalesce(code, '') AS code, coalesce(reason, '') AS reason, count(*) AS messages
     FROM messages INDEXED BY messages_uncertain
     WHERE campaign_id = ? AND state = 'uncertain' AND gateway_id = ?
     GROUP BY code, reason ORDER BY messages DESC LIMIT 5`,
  ).all(campaignId, gatewayId);
}

/** Reports of a gateway since then that belong to no message known here. */
export function countStrayReports(db: Db, gatewayId: number, since: number): number {
  const row = statement<{ n: number }>(
    db,
    `SELECT count(DISTINCT gateway_message_id) AS n FROM delivery_reports
     WHERE gateway_id = ? AND matched = 0 AND received_at >= ?`,
  ).get(gatewayId, since);
  return row?.n ?? 0;
}

/** A balance that a gateway told, and what Siar had spent on it until then (null: not known). */
export type Reading = { at: number; balance: number; spent: number | null };

/** The last reading at or before `at`. */
export function readingBefore(db: Db, gatewayId: number, at: number): Reading | undefined {
  return statement<Reading>(
    db,
    `SELECT at, balance, spent FROM balance_readings WHERE gateway_id = ? AND at <= ?
     ORDER BY at DESC LIMIT 1`,
  ).get(gatewayId, at);
}

/** The first reading at or after `at`. */
export function readingAfter(db: Db, gatewayId: number, at: number): Reading | undefined {
  return statement<Reading>(
    db,
    `SELECT at, balance, spent FROM balance_readings WHERE gateway_id = ? AND at >= ?
     ORDER BY at LIMIT 1`,
  ).get(gatewayId, at);
}

/** Name, driver and profile (JSON) of a gateway, removed ones too. */
export function getGatewayFacts(
  db: Db,
  gatewayId: number,
): { name: string; driver: string; profile: string } | undefined {
  return statement<{ name: string; driver: string; profile: string }>(
    db,
    'SELECT name, driver, profile FROM gateways WHERE id = ?',
  ).get(gatewayId);
}
