import type { IncomingMessage } from '#core/gateways/gateway-driver.ts';
import { ESM_UDH, TLV } from '#core/gateways/smpp/constants.ts';
import type { MessageBody } from '#core/gateways/smpp/pdu.ts';
import { fromOctets } from '#core/gateways/smpp/text.ts';

/** Alphabets of data_coding (SMPP 3.4, 5.2.19) that are neither GSM nor UCS-2, as WHATWG names them. */
const CHARSETS: ReadonlyMap<number, string> = new Map([
  [0x01, 'latin1'],
  [0x03, 'latin1'],
  [0x05, 'shift_jis'],
  [0x06, 'iso-8859-5'],
  [0x07, 'iso-8859-8'],
  [0x0a, 'iso-2022-jp'],
  [0x0d, 'euc-jp'],
  [0x0e, 'euc-kr'],
]);
const UCS2 = 0x08;
/** Octets that are no text: 2 and 4. */
const BINARY: ReadonlySet<number> = new Set([0x02, 0x04]);

/** Information elements of a user data header that number the parts of a message (GSM 03.40, 9.2.3.24). */
const PARTS_8 = 0x00;
const PARTS_16 = 0x08;

/** The text of a message from a phone, and its place in one that comes in parts. Never throws. */
export function readIncomingText(message: MessageBody): Pick<IncomingMessage, 'text' | 'part'> {
  const octets = message.tlvs.get(TLV.messagePayload) ?? message.shortMessage;
  const headed = (message.esmClass & ESM_UDH) !== 0 && octets.length > 0;
  // The first octet says how long the header after it is.
  const end = headed ? Math.min(octets.length, 1 + (octets[0] ?? 0)) : 0;
  return {
    text: decodeText(octets.subarray(end), message.dataCoding),
    part: sarPart(message) ?? (headed ? headerPart(octets.subarray(1, end)) : null),
  };
}

function decodeText(octets: Buffer, dataCoding: number): string {
  const coding = alphabetOf(dataCoding);
  if (BINARY.has(coding)) return `0x${octets.toString('hex')}`;
  if (coding === UCS2) return fromOctets(octets, 'ucs2');
  const charset = CHARSETS.get(coding);
  if (charset !== undefined) return new TextDecoder(charset).decode(octets);
  // The default alphabet is the gateway's own: GSM has no octet above 0x7f, Latin-1 is what has.
  return octets.some((octet) => octet > 0x7f)
    ? octets.toString('latin1')
    : fromOctets(octets, 'gsm7');
}

/** Codings that also say a message class or a waiting message (GSM 03.38, 4) reduced to their alphabet. */
function alphabetOf(dataCoding: number): number {
  if (dataCoding < 0x10) return dataCoding;
  const group = dataCoding >> 4;
  if (group === 0xf) return (dataCoding & 0x04) === 0 ? 0x00 : 0x04;
  if (group === 0xe) return UCS2;
  return group < 0x4 ? dataCoding & 0x0c : 0x00;
}

function sarPart({ tlvs }: MessageBody): IncomingMessage['part'] {
  const reference = tlvs.get(TLV.sarReference);
  if (reference === undefined || reference.length < 2) return null;
  return toPart(
    reference.readUInt16BE(0),
    tlvs.get(TLV.sarTotal)?.[0],
    tlvs.get(TLV.sarSequence)?.[0],
  );
}

function headerPart(header: Buffer): IncomingMessage['part'] {
  for (let at = 0; at + 2 <= header.length;) {
    const [kind, length = 0] = [header[at], header[at + 1]];
    const value = header.subarray(at + 2, at + 2 + length);
    if (kind === PARTS_8 && value.length === 3) {
      return toPart(value[0] ?? 0, value[1], value[2]);
    }
    if (kind === PARTS_16 && value.length === 4) {
      return toPart(value.readUInt16BE(0), value[2], value[3]);
    }
    at += 2 + length;
  }
  return null;
}

/** Numbers that cannot be leave the part to stand for itself. */
function toPart(
  reference: number,
  total: number | undefined,
  number: number | undefined,
): IncomingMessage['part'] {
  if (total === undefined || number === undefined) return null;
  return total > 1 && number >= 1 && number <= total ? { reference, total, number } : null;
}
