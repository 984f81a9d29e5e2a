import { answerApproval } from '#core/approvals/queries.ts';
import type { TemplateAnswer } from '#core/gateways/gateway-driver.ts';
import type { Logger } from '#core/ports.ts';
import type { EventBus } from '#core/rpc/event-bus.ts';
import type { Db } from '#core/store/db.ts';

/** Records what a gateway decided on a text; one that it never got from here is let go. */
export function takeTemplateAnswer(
  { db, bus, logger }: { db: Db; bus: EventBus; logger: Logger },
  gatewayId: number,
  answer: TemplateAnswer,
  now: number,
): void {
  if (answerApproval(db, gatewayId, answer, now)) bus.publish({ type: 'templates.changed' });
  else logger.warn({ gatewayId }, 'a decision came on a text that was not handed in here');
}
