import type { Logger } from '#core/ports.ts';
import type { LookUpAnswer } from '#core/gateways/gateway-driver.ts';
import { answerLookUp, isAsking } from '#core/look-ups/queries.ts';
import type { EventBus } from '#core/rpc/event-bus.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

/**
 * Records a result that a gateway called in. Throws where it may belong to a question whose own reply is
 * still to come: the gateway then calls again. One that nobody asked for is let go.
 */
export function takeLookUpAnswer(
  { db, bus, logger }: { db: Db; bus: EventBus; logger: Logger },
  gatewayId: number,
  answer: LookUpAnswer,
  now: number,
): void {
  const isKnown = transaction(db, () => answerLookUp(db, gatewayId, answer, now));
  if (isKnown) bus.publish({ type: 'look-ups.changed' });
  else if (isAsking(db, gatewayId)) throw new Error('the question itself is not recorded yet');
  else logger.warn({ gatewayId }, 'a result came for a look-up that nobody asked for');
}
