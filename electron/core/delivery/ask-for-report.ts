import { insertPoll } from '#core/delivery/poll-queries.ts';
import { FIRST_POLL_MS } from '#core/delivery/poller.ts';
import type { OpenGateway } from '#core/gateways/gateway-pool.ts';
import type { Db } from '#core/store/db.ts';

/**
 * Has the poller ask for the report of a message that was just accepted, where its gateway tells only
 * when asked. Call in the transaction that records the acceptance.
 */
export function askForReport(
  db: Db,
  { id: gatewayId, capabilities }: Pick<OpenGateway, 'id' | 'capabilities'>,
  messageId: number,
  gatewayMessageId: string | null,
  now: number,
): void {
  if (capabilities.reports !== 'poll' || gatewayMessageId === null) return;
  insertPoll(db, { messageId, gatewayId, gatewayMessageId, nextAt: now + FIRST_POLL_MS });
}
