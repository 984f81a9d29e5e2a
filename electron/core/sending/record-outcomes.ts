import { askForReport } from '#core/delivery/ask-for-report.ts';
import { settleLateReports } from '#core/delivery/late-reports.ts';
import { hasWaitingReports } from '#core/delivery/queries.ts';
import { applyWaitingReports } from '#core/delivery/record-report.ts';
import type { SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { OpenGateway } from '#core/gateways/gateway-pool.ts';
import { countRetries, recordAttempts } from '#core/sending/attempt-queries.ts';
import type { Claim } from '#core/sending/claim-queries.ts';
import { toResult } from '#core/sending/outcome.ts';
import { repeatInDoubt } from '#core/sending/repeat.ts';
import type { Db } from '#core/store/db.ts';

/**
 * Writes down what became of claimed messages, and what that sets going: reports that came before the
 * acceptance, or that are to be asked for. Call inside a transaction, each message once. Answers the
 * campaigns of which messages are queued again.
 */
export function recordOutcomes(
  { db, gateway }: { db: Db; gateway: OpenGateway },
  ended: readonly { claim: Claim; outcome: SendOutcome }[],
  now: number,
): ReadonlySet<number> {
  const requeued = new Set<number>();
  if (ended.length === 0) return requeued;
  const canRepeat = gateway.capabilities.dedupe === 'reference';
  const results = ended.map(({ claim, outcome }) => {
    const plain = toResult(outcome, claim, now, () => countRetries(db, claim.messageId));
    return { claim, result: canRepeat ? repeatInDoubt(plain, claim, now) : plain };
  });
  recordAttempts(db, results, now);
  const reportsWait = hasWaitingReports(db, gateway.id);
  for (const { claim, result } of results) {
    if (result.to === 'queued') requeued.add(claim.campaignId);
    const { gatewayMessageId, furtherIds = [] } = result;
    if (result.to === 'accepted' && gatewayMessageId !== null) {
      const ids = [gatewayMessageId, ...furtherIds];
      if (reportsWait) applyWaitingReports(db, gateway.id, claim.messageId, ids, now);
      askForReport(db, gateway, claim.messageId, gatewayMessageId, now);
    }
    settleLateReports(db, claim, now);
  }
  return requeued;
}
