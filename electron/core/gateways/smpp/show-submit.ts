import { statusText, TLV } from '#core/gateways/smpp/constants.ts';
import { readIncomingText } from '#core/gateways/smpp/incoming-text.ts';
import type { SubmitWire } from '#core/gateways/smpp/link.ts';
import type { MessageBody } from '#core/gateways/smpp/pdu.ts';
import type { WireExchange, WireField } from '#core/gateways/wire.ts';

const TLV_NAMES: ReadonlyMap<number, string> = new Map([
  [TLV.sarReference, 'sar_msg_ref_num'],
  [TLV.sarTotal, 'sar_total_segments'],
  [TLV.sarSequence, 'sar_segment_seqnum'],
  [TLV.messagePayload, 'message_payload'],
]);

/**
 * A submit_sm and its answer in the shape in which other requests are looked at: fields by the names of
 * SMPP 3.4 (4.4), and the octets of the whole PDU in hexadecimal.
 */
export function toSubmitExchange(
  url: string,
  message: MessageBody,
  { sent, answer, failure, at, ms }: SubmitWire,
): WireExchange {
  return {
    method: 'submit_sm',
    url,
    headers: [
      { name: 'sequence_number', value: String(sent.readUInt32BE(12)) },
      ...fieldsOf(message),
    ],
    body: sent.toString('hex'),
    bodyIs: 'hex',
    reply: answer && {
      status: statusText(answer.frame.readUInt32BE(8)),
      headers: [
        { name: 'command', value: answer.command },
        { name: 'sequence_number', value: String(answer.frame.readUInt32BE(12)) },
        { name: 'message_id', value: answer.id },
      ],
      body: answer.frame.toString('hex'),
      whole: true,
    },
    failure,
    at,
    ms,
  };
}

function fieldsOf(message: MessageBody): WireField[] {
  const { text, part } = readIncomingText(message);
  const all: [string, string | number][] = [
    ['service_type', message.serviceType],
    ['source_addr_ton', message.sourceTon],
    ['source_addr_npi', message.sourceNpi],
    ['source_addr', message.source],
    ['dest_addr_ton', message.destTon],
    ['dest_addr_npi', message.destNpi],
    ['destination_addr', message.dest],
    ['esm_class', hex(message.esmClass)],
    ['protocol_id', message.protocolId],
    ['priority_flag', message.priority],
    ['schedule_delivery_time', message.scheduleTime],
    ['validity_period', message.validityPeriod],
    ['registered_delivery', message.registeredDelivery],
    ['replace_if_present_flag', message.replaceIfPresent],
    ['data_coding', hex(message.dataCoding)],
    ['sm_default_msg_id', message.defaultMessageId],
    ['sm_length', message.shortMessage.length],
    ...(part ? [['part', `${part.number}/${part.total} (${hex(part.reference)})`] as const] : []),
  ].map(([name, value]) => [String(name), value ?? '']);
  const tlvs = [...message.tlvs].map(([tag, value]): [string, string] => [
    TLV_NAMES.get(tag) ?? `0x${tag.toString(16).padStart(4, '0')}`,
    tag === TLV.messagePayload ? text : `0x${value.toString('hex')}`,
  ]);
  const short: [string, string][] = message.tlvs.has(TLV.messagePayload)
    ? []
    : [['short_message', text]];
  return [...all, ...short, ...tlvs].map(([name, value]) => ({ name, value: String(value) }));
}

function hex(octet: number): string {
  return `0x${octet.toString(16).padStart(2, '0')}`;
}
