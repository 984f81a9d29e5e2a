import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { PART_LIMITS, type SmppOptions } from '#shared/gateways/smpp-profile.ts';
import { splitParts } from '#shared/sms/split-parts.ts';
import type { SendRequest } from '#core/gateways/gateway-driver.ts';
import { ESM_UDH, TLV } from '#core/gateways/smpp/constants.ts';
import { aMessage, type MessageBody } from '#core/gateways/smpp/pdu.ts';
import { toOctets } from '#core/gateways/smpp/text.ts';

const CODING = { gsm7: 0, ucs2: 8 } as const;
/** Type of number: international, network specific (short codes), alphanumeric (SMPP 3.4, 5.2.5). */
const TON = { international: 1, networkSpecific: 3, alphanumeric: 5 } as const;
const ISDN = 1;
const SHORT_CODE = 8;

/**
 * The submit_sm of each part of a message. `reference` joins the parts and should differ between
 * messages to one phone. Throws RangeError for what cannot be written.
 */
export function toSubmits(
  request: Pick<SendRequest, 'msisdn' | 'text' | 'encoding'>,
  profile: Pick<GatewayProfile, 'gsm7' | 'ucs2' | 'givesReports'>,
  options: SmppOptions,
  reference: number,
): MessageBody[] {
  const { encoding } = request;
  const limit = PART_LIMITS[options.concatenation];
  const parts = splitParts(request.text, encoding, {
    gsm7: within(profile.gsm7, limit.gsm7),
    ucs2: within(profile.ucs2, limit.ucs2),
  });
  const base = {
    serviceType: options.serviceType,
    ...sourceOf(options),
    destTon: options.recipientTon,
    destNpi: options.recipientNpi,
    dest: request.msisdn,
    registeredDelivery: profile.givesReports ? 1 : 0,
    dataCoding: CODING[encoding],
  };
  const [first = ''] = parts;
  if (parts.length === 1) return [aMessage({ ...base, shortMessage: toOctets(first, encoding) })];
  if (options.concatenation === 'payload') {
    const whole = toOctets(parts.join(''), encoding);
    return [aMessage({ ...base, tlvs: new Map([[TLV.messagePayload, whole]]) })];
  }
  return parts.map((part, index) => {
    const octets = toOctets(part, encoding);
    const total = parts.length;
    if (options.concatenation === 'sar') {
      const tlvs = sarTlvs(reference, total, index + 1);
      return aMessage({ ...base, shortMessage: octets, tlvs });
    }
    const header =
      options.concatenation === 'udh8'
        ? Buffer.from([5, 0, 3, reference & 0xff, total, index + 1])
        : Buffer.from([6, 8, 4, (reference >> 8) & 0xff, reference & 0xff, total, index + 1]);
    return aMessage({ ...base, esmClass: ESM_UDH, shortMessage: Buffer.concat([header, octets]) });
  });
}

function within(sizes: { single: number; multi: number }, limit: number) {
  return { single: sizes.single, multi: Math.min(sizes.multi, limit) };
}

function sarTlvs(reference: number, total: number, sequence: number) {
  const number = Buffer.alloc(2);
  number.writeUInt16BE(reference & 0xffff);
  return new Map([
    [TLV.sarReference, number],
    [TLV.sarTotal, Buffer.from([total])],
    [TLV.sarSequence, Buffer.from([sequence])],
  ]);
}

/** A name is alphanumeric, a few digits are a short code, more are a number. */
function sourceOf(options: SmppOptions) {
  const isName = /\D/.test(options.sender.replace(/^\+/, ''));
  const source = isName ? options.sender : options.sender.replace(/^\+/, '');
  const [ton, npi] =
    source === ''
      ? [0, 0]
      : isName
        ? [TON.alphanumeric, 0]
        : source.length <= SHORT_CODE
          ? [TON.networkSpecific, 0]
          : [TON.international, ISDN];
  return { source, sourceTon: options.senderTon ?? ton, sourceNpi: options.senderNpi ?? npi };
}
