import type { Message } from '#shared/contract/messages.ts';
import type { MessageRow } from '#core/history/queries.ts';

/** A stored message as history, campaigns and reports show it. */
export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    campaignName: row.campaign_name,
    msisdn: row.msisdn,
    name: row.name,
    text: row.text,
    encoding: row.encoding,
    parts: row.parts,
    state: row.state,
    gatewayName: row.gateway_name,
    gatewayMessageId: row.gateway_message_id,
    code: row.code,
    reason: row.reason,
    foundDeadAt: row.found_dead_at,
    attempts: row.attempts,
    credits: row.charged,
    queuedAt: row.queued_at,
    sentAt: row.sent_at,
    finalAt: row.final_at,
  };
}
