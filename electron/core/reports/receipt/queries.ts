import type { MessageState } from '#shared/campaigns/lifecycle.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A message as its receipt tells it. */
export type ReceiptMessage = {
  id: number;
  msisdn: string;
  name: string;
  text: string;
  encoding: string;
  parts: number;
  credits: number;
  charged: number;
  state: MessageState;
  code: string | null;
  reason: string | null;
  gateway_message_id: string | null;
  queued_at: number;
  sent_at: number | null;
  final_at: number | null;
  attempts: number;
};

/** The next messages of a campaign after `afterId`, in frozen order. */
export function nextReceiptMessages(
  db: Db,
  campaignId: number,
  afterId: number,
  limit: number,
): ReceiptMessage[] {
  return statement<ReceiptMessage>(
    db,
    `SELECT id, msisdn, name, text, encoding, parts, credits, charged, state, code, reason,
       gateway_message_id, queued_at, sent_at, final_at, attempts
     FROM messages WHERE id > ? AND +campaign_id = ? ORDER BY id LIMIT ?`,
  ).all(afterId, campaignId, limit);
}

/** The id before the first message of a campaign; 0 where it has none. */
export function beforeFirstMessage(db: Db, campaignId: number): number {
  const row = statement<{ first: number | null }>(
    db,
    'SELECT min(id) AS first FROM messages INDEXED BY messages_by_state WHERE campaign_id = ?',
  ).get(campaignId);
  return (row?.first ?? 1) - 1;
}

/** One attempt as a receipt tells it. */
export type ReceiptAttempt = {
  message_id: number;
  number: number;
  started_at: number;
  outcome: string | null;
  code: string | null;
  gateway_message_id: string | null;
  parts: number | null;
  credits: number | null;
};

/** Every attempt of the messages from one id to another, in order. */
export function listReceiptAttempts(db: Db, firstId: number, lastId: number): ReceiptAttempt[] {
  return statement<ReceiptAttempt>(
    db,
    `SELECT message_id, number, started_at, outcome, code, gateway_message_id, parts, credits
     FROM attempts WHERE message_id BETWEEN ? AND ? ORDER BY message_id, number`,
  ).all(firstId, lastId);
}

/** Which database this is. */
export function readDatabaseId(db: Db): string {
  const row = statement<{ database_id: string }>(db, 'SELECT database_id FROM identity').get();
  return row?.database_id ?? '';
}

/** Notes a receipt that was written. */
export function insertReceipt(
  db: Db,
  receipt: { campaignId: number; madeAt: number; format: string; rows: number; seal: string },
): void {
  statement(
    db,
    'INSERT INTO receipts (campaign_id, made_at, format, rows, seal) VALUES (?, ?, ?, ?, ?)',
  ).run(receipt.campaignId, receipt.madeAt, receipt.format, receipt.rows, receipt.seal);
}

/** The receipts written of a campaign, newest first. */
export function listReceipts(
  db: Db,
  campaignId: number,
): { made_at: number; format: 'csv' | 'pdf'; rows: number; seal: string }[] {
  return statement<{ made_at: number; format: 'csv' | 'pdf'; rows: number; seal: string }>(
    db,
    'SELECT made_at, format, rows, seal FROM receipts WHERE campaign_id = ? ORDER BY id DESC LIMIT 50',
  ).all(campaignId);
}
