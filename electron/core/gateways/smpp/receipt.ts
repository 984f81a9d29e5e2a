import { TLV } from '#core/gateways/smpp/constants.ts';
import type { MessageBody } from '#core/gateways/smpp/pdu.ts';
import { fromOctets } from '#core/gateways/smpp/text.ts';

/** What a delivery receipt says. */
export type Receipt = {
  /** As written in the receipt; see message-ids.ts for how it may differ from the answer's. */
  id: string;
  /** DELIVRD, EXPIRED, DELETED, UNDELIV, ACCEPTD, UNKNOWN, REJECTD, ENROUTE, SCHEDULED or SKIPPED; or the gateway's own. */
  word: string;
  /** The gateway's error number, where it gives one. */
  error: string | null;
};

/** Words of message_state (SMPP 3.4, 5.2.28; 0 and 9 are of 5.0). */
const STATE_WORDS: readonly string[] = [
  'SCHEDULED',
  'ENROUTE',
  'DELIVRD',
  'EXPIRED',
  'DELETED',
  'UNDELIV',
  'ACCEPTD',
  'UNKNOWN',
  'REJECTD',
  'SKIPPED',
];
/** Other spellings seen in receipts, by how they begin. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^DELIV/, 'DELIVRD'],
  [/^UNDELIV/, 'UNDELIV'],
  [/^EXPIR/, 'EXPIRED'],
  [/^DELET/, 'DELETED'],
  [/^ACCEP/, 'ACCEPTD'],
  [/^REJECT/, 'REJECTD'],
  [/^UNKNO/, 'UNKNOWN'],
  [/^ENROUT/, 'ENROUTE'],
  [/^(SCHEDUL|BUFFER)/, 'SCHEDULED'],
  [/^SKIP/, 'SKIPPED'],
  [/^FAIL/, 'UNDELIV'],
];
const MAX_ID = 100;

/**
 * Reads a delivery receipt, or undefined where the message is none that can be read. The optional
 * parameters go before the text (SMPP 3.4, 5.3.2.12 and 5.3.2.35); the text is read field by field,
 * because gateways leave fields out, reorder them and write them in their own way.
 */
export function readReceipt(message: MessageBody): Receipt | undefined {
  const fields = readText(textOf(message));
  const state = message.tlvs.get(TLV.messageState)?.[0];
  const id = cString(message.tlvs.get(TLV.receiptedMessageId)) ?? fields.id;
  const word = (state === undefined ? undefined : STATE_WORDS[state]) ?? fields.word;
  if (id === undefined || id === '' || id.length > MAX_ID || word === undefined) return undefined;
  return { id, word, error: fields.error ?? null };
}

function readText(text: string) {
  // What follows is the beginning of the message itself, which may say anything.
  const end = text.search(/\btext\s*[:=]/i);
  const facts = end === -1 ? text : text.slice(0, end);
  const found = (name: string) =>
    new RegExp(String.raw`(?:^|[\s,;"])${name}\s*[:=]\s*"?([^\s,;":=]+)(?![^\s,;"])`, 'i').exec(
      facts,
    )?.[1];
  const word = found('stat(?:us)?')?.toUpperCase();
  return {
    id: found('(?:message[ _]?)?id'),
    word: word === undefined ? undefined : (spelling(word) ?? word.slice(0, 40)),
    error: found('err(?:or)?(?:[ _]?code)?'),
  };
}

function spelling(word: string): string | undefined {
  return SPELLINGS.find(([pattern]) => pattern.test(word))?.[1];
}

/** Receipts are plain ASCII, also where their data coding says otherwise. */
function textOf(message: MessageBody): string {
  const octets = message.tlvs.get(TLV.messagePayload) ?? message.shortMessage;
  const isWide = octets.length >= 2 && octets[0] === 0;
  return isWide ? fromOctets(octets, 'ucs2') : octets.toString('latin1');
}

function cString(value: Buffer | undefined): string | undefined {
  return value?.toString('latin1').replace(/\0[^]*$/, '');
}
