import type { ReportState } from '#shared/campaigns/lifecycle.ts';
import { FOUND_DEAD_AT, type MessageRow } from '#core/history/queries.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A message with what its report is judged by. */
export type MessageFacts = MessageRow & {
  credits: number;
  gateway_id: number;
  gateway_driver: string;
  gateway_profile: string;
  gateway_dlr_listen: string | null;
};

const FACTS = `
  SELECT m.id, m.campaign_id, c.name AS campaign_name, m.msisdn, m.name, m.text, m.encoding, m.parts, m.credits,
    m.state, m.gateway_id, g.name AS gateway_name, g.driver AS gateway_driver, g.profile AS gateway_profile,
    g.dlr_listen AS gateway_dlr_listen, m.gateway_message_id, m.code, m.reason, m.attempts, m.charged,
    m.queued_at, m.sent_at, m.final_at, ${FOUND_DEAD_AT}
  FROM messages m JOIN campaigns c ON c.id = m.campaign_id JOIN gateways g ON g.id = m.gateway_id`;

/** One message by its id. */
export function getMessage(db: Db, id: number): MessageFacts | undefined {
  return statement<MessageFacts>(db, `${FACTS} WHERE m.id = ?`).get(id);
}

/** The message of a campaign to a number. */
export function findMessage(db: Db, campaignId: number, msisdn: string): MessageFacts | undefined {
  return statement<MessageFacts>(db, `${FACTS} WHERE m.campaign_id = ? AND m.msisdn = ?`).get(
    campaignId,
    msisdn,
  );
}

/** One attempt with the gateway's id, by which its reports are found. */
export type AttemptFacts = {
  number: number;
  reference: string;
  started_at: number;
  finished_at: number | null;
  outcome: string | null;
  code: string | null;
  detail: string | null;
  credits: number | null;
  parts: number | null;
  gateway_id: number;
  gateway_message_id: string | null;
};

/** Every attempt of a message, in order. */
export function listAttemptFacts(db: Db, messageId: number): AttemptFacts[] {
  return statement<AttemptFacts>(
    db,
    `SELECT number, reference, started_at, finished_at, outcome, code, detail, credits, parts, gateway_id, gateway_message_id
     FROM attempts WHERE message_id = ? ORDER BY number`,
  ).all(messageId);
}

/** A delivery report as it came. `reported_at` 0: not stated. */
export type ReportRow = { report: ReportState; reported_at: number | null; received_at: number };

/** The delivery reports of one attempt, in the order in which they came. */
export function listReportsOf(db: Db, gatewayId: number, gatewayMessageId: string): ReportRow[] {
  return statement<ReportRow>(
    db,
    `SELECT report, reported_at, received_at FROM delivery_reports
     WHERE gateway_id = ? AND gateway_message_id = ? ORDER BY id`,
  ).all(gatewayId, gatewayMessageId);
}
