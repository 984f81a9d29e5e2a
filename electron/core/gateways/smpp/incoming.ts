import type { GatewayProfile } from '#shared/gateways/profile.ts';
import type { Logger } from '#core/ports.ts';
import type { DeliveryReport, IncomingMessage } from '#core/gateways/gateway-driver.ts';
import { ESM_KIND_MASK, TLV } from '#core/gateways/smpp/constants.ts';
import { readIncomingText } from '#core/gateways/smpp/incoming-text.ts';
import { otherForms } from '#core/gateways/smpp/message-ids.ts';
import type { MessageBody } from '#core/gateways/smpp/pdu.ts';
import { readReceipt } from '#core/gateways/smpp/receipt.ts';
import { createSentIds } from '#core/gateways/smpp/sent-ids.ts';

/** What a gateway delivers to Siar, and what must be known of the messages sent to understand it. */
export type Incoming = {
  /** A message to this phone is on its way; call what is returned when it is settled. */
  expect(msisdn: string): () => void;
  /** The gateway gave an id to a message to this phone. */
  sent(id: string, msisdn: string): void;
  /** Takes what was delivered; rejects where it could not be recorded. */
  take(message: MessageBody): Promise<void>;
};

/** Type of number: international, so that its digits are complete (SMPP 3.4, 5.2.5). */
const INTERNATIONAL = 1;

/** Not for ever: a gateway may hold its answer back until its receipt is answered for. */
const HOLD_MS = 2_000;

/** See Incoming. */
export function createIncoming(options: {
  profile: GatewayProfile;
  logger: Logger;
  onReport: (report: DeliveryReport) => Promise<void>;
  onIncoming: (message: IncomingMessage) => Promise<void>;
}): Incoming {
  const { profile, logger } = options;
  const ids = createSentIds();
  const onTheirWay = new Map<string, Set<Promise<void>>>();

  /**
   * The id as it was given in the answer. A receipt can overtake the answer to its own submit: while
   * one to the same phone is on its way, its answer is waited for.
   */
  async function findId(receiptId: string, msisdn: string): Promise<string | undefined> {
    const known = ids.find(receiptId, msisdn);
    const pending = onTheirWay.get(msisdn);
    if (known !== undefined || pending === undefined) return known;
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, HOLD_MS)));
    await Promise.race([Promise.all(pending), enough]);
    clearTimeout(timer);
    return ids.find(receiptId, msisdn);
  }

  async function takeReceipt(message: MessageBody): Promise<void> {
    const receipt = readReceipt(message);
    if (!receipt) return logger.warn({}, 'a delivery receipt that cannot be read was let go');
    const { word } = receipt;
    const report = Object.hasOwn(profile.reports, word) ? profile.reports[word] : undefined;
    if (report === undefined) logger.warn({ word }, 'unknown delivery-report word');
    if (report === undefined || report === 'ignored') return;
    const msisdn = message.source.replace(/\D/g, '');
    const known = await findId(receipt.id, msisdn);
    await options.onReport({
      gatewayMessageId: known ?? receipt.id,
      report,
      // Receipts state a time in the gateway's own zone, which they do not state.
      reportedAt: null,
      ...(known === undefined && { otherIds: otherForms(receipt.id), msisdn }),
    });
  }

  return {
    expect(msisdn) {
      let settle = () => {};
      const settled = new Promise<void>((resolve) => (settle = resolve));
      const pending = onTheirWay.get(msisdn) ?? new Set();
      onTheirWay.set(msisdn, pending.add(settled));
      return () => {
        pending.delete(settled);
        if (pending.size === 0 && onTheirWay.get(msisdn) === pending) onTheirWay.delete(msisdn);
        settle();
      };
    },
    sent: (id, msisdn) => ids.add(id, msisdn),
    async take(message) {
      const isReceipt =
        (message.esmClass & ESM_KIND_MASK) !== 0 || message.tlvs.has(TLV.receiptedMessageId);
      if (isReceipt) await takeReceipt(message);
      else await options.onIncoming(toIncoming(message));
    },
  };
}

/** A deliver_sm of a message from a phone has no id of its own that would stay the same. */
function toIncoming(message: MessageBody): IncomingMessage {
  const { source, sourceTon } = message;
  const from = sourceTon === INTERNATIONAL && /^\d+$/.test(source) ? `+${source}` : source;
  return { from, to: message.dest, gatewayMessageId: null, ...readIncomingText(message) };
}
