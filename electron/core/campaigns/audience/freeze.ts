import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';
import { Blockers, evaluateAudience, type Recipient } from '#core/campaigns/audience/evaluate.ts';
import type { MessagePlan } from '#core/campaigns/audience/plan.ts';
import {
  deleteMessages,
  insertMessages,
  saveDeadLeftOut,
  setPredicted,
  type FrozenMessage,
} from '#core/campaigns/audience/queries.ts';

/**
 * Freezes the audience (invariant 1): one row per MSISDN with its gateway, final text, encoding, parts
 * and price. Runs in steps; the campaign counts as frozen only when `commit` ran, in the last
 * transaction. Whatever goes wrong before leaves no row behind: `undo` runs in the transaction that
 * takes the rows back, so that no draft ever keeps any. A crash in between is put right by `recover`.
 */
export async function freezeAudience(
  db: Db,
  campaignId: number,
  plan: MessagePlan,
  now: number,
  end: { commit: () => void; undo: () => void },
): Promise<void> {
  const blockers = new Blockers();
  const dead = { people: 0, credits: 0 };
  try {
    for await (const step of evaluateAudience(db, plan)) {
      for (const recipient of step) {
        blockers.note(recipient);
        if (recipient.kind !== 'excluded' || recipient.reason !== 'dead-number') continue;
        dead.people += 1;
        dead.credits += recipient.saved;
      }
      const messages = step.flatMap(toFrozen);
      transaction(db, () => insertMessages(db, campaignId, messages, now));
    }
    // People may have changed since the preview: never freeze a message with a gap.
    blockers.assertNone();
    transaction(db, () => {
      setPredicted(db, campaignId);
      saveDeadLeftOut(db, campaignId, dead);
      end.commit();
    });
  } catch (error) {
    transaction(db, () => {
      deleteMessages(db, campaignId);
      end.undo();
    });
    throw error;
  }
}

function toFrozen(recipient: Recipient): FrozenMessage[] {
  const { contact, gateway } = recipient;
  const person = {
    gatewayId: gateway.id,
    contactId: contact.id,
    msisdn: contact.msisdn,
    country: contact.country,
    name: contact.name,
  };
  if (recipient.kind === 'message') {
    const { text, encoding, parts, credits } = recipient.message;
    return [{ ...person, text, encoding, parts, credits, excluded: null }];
  }
  if (recipient.kind === 'excluded') {
    const { reason } = recipient;
    return [{ ...person, text: '', encoding: 'gsm7', parts: 0, credits: 0, excluded: reason }];
  }
  return [];
}
