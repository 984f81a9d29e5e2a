import { otherForms } from '#core/gateways/smpp/message-ids.ts';

/** Ids lately given by the gateway and the phones they are for, to know them again in receipts. */
export type SentIds = {
  add(id: string, msisdn: string): void;
  /** The id as it was given in the answer, or undefined while no such message is known. */
  find(receiptId: string, msisdn: string): string | undefined;
};

/** Receipts mostly come within minutes; older ones are matched by the id as it is written. */
const KEPT = 20_000;

/** See SentIds. The phone decides between two ways of reading an id. */
export function createSentIds(): SentIds {
  const phones = new Map<string, string>();
  return {
    add(id, msisdn) {
      phones.delete(id);
      phones.set(id, msisdn);
      for (const oldest of phones.keys()) {
        if (phones.size <= KEPT) break;
        phones.delete(oldest);
      }
    },
    find(receiptId, msisdn) {
      if (phones.get(receiptId) === msisdn) return receiptId;
      const other = otherForms(receiptId).find((form) => phones.get(form) === msisdn);
      return other ?? (phones.has(receiptId) ? receiptId : undefined);
    },
  };
}
