import { COMMAND } from '#core/gateways/smpp/constants.ts';
import type { BindBody, MessageBody, Pdu, Tlvs } from '#core/gateways/smpp/pdu.ts';

/** Most octets of each C-octet string, without the closing zero (SMPP 3.4, 5.2). */
export const MAX = {
  systemId: 15,
  password: 8,
  systemType: 12,
  addressRange: 40,
  serviceType: 5,
  address: 20,
  time: 16,
  messageId: 64,
  shortMessage: 254,
} as const;

/** The first credential that does not fit into a bind, with the most characters that do; null: both fit. */
export function findUnwritable(
  secrets: Readonly<Record<string, string>>,
): { field: string; most: number } | null {
  for (const field of ['systemId', 'password'] as const) {
    const value = secrets[field] ?? '';
    const isCarried = Buffer.from(value, 'latin1').toString('latin1') === value;
    if (value.length > MAX[field] || !isCarried || value.includes('\0')) {
      return { field, most: MAX[field] };
    }
  }
  return null;
}

const HEADER = 16;

/**
 * The octets of a PDU. Throws RangeError for a field that does not fit: what would be cut off is
 * never sent.
 */
export function encodePdu(pdu: Pdu): Buffer {
  const writer = new Writer();
  if ('bind' in pdu) writeBind(writer, pdu.bind);
  else if ('message' in pdu) {
    if (pdu.command === 'data_sm') writeData(writer, pdu.message);
    else writeMessage(writer, pdu.message);
  } else if ('id' in pdu) writer.text(pdu.id, MAX.messageId);
  const body = writer.end();
  const header = Buffer.alloc(HEADER);
  header.writeUInt32BE(HEADER + body.length, 0);
  header.writeUInt32BE(COMMAND[pdu.command], 4);
  header.writeUInt32BE(pdu.status, 8);
  header.writeUInt32BE(pdu.sequence, 12);
  return Buffer.concat([header, body]);
}

function writeBind(writer: Writer, bind: BindBody): void {
  writer.text(bind.systemId, MAX.systemId);
  writer.text(bind.password, MAX.password);
  writer.text(bind.systemType, MAX.systemType);
  writer.bytes(bind.interfaceVersion, bind.addrTon, bind.addrNpi);
  writer.text(bind.addressRange, MAX.addressRange);
}

function writeMessage(writer: Writer, message: MessageBody): void {
  writeAddresses(writer, message);
  writer.bytes(message.esmClass, message.protocolId, message.priority);
  writer.text(message.scheduleTime, MAX.time);
  writer.text(message.validityPeriod, MAX.time);
  writer.bytes(
    message.registeredDelivery,
    message.replaceIfPresent,
    message.dataCoding,
    message.defaultMessageId,
  );
  if (message.shortMessage.length > MAX.shortMessage) {
    throw new RangeError(`short_message has ${message.shortMessage.length} octets, 254 fit`);
  }
  writer.bytes(message.shortMessage.length);
  writer.raw(message.shortMessage);
  writeTlvs(writer, message.tlvs);
}

function writeData(writer: Writer, message: MessageBody): void {
  writeAddresses(writer, message);
  writer.bytes(message.esmClass, message.registeredDelivery, message.dataCoding);
  writeTlvs(writer, message.tlvs);
}

function writeAddresses(writer: Writer, message: MessageBody): void {
  writer.text(message.serviceType, MAX.serviceType);
  writer.bytes(message.sourceTon, message.sourceNpi);
  writer.text(message.source, MAX.address);
  writer.bytes(message.destTon, message.destNpi);
  writer.text(message.dest, MAX.address);
}

function writeTlvs(writer: Writer, tlvs: Tlvs): void {
  for (const [tag, value] of tlvs) {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(tag, 0);
    head.writeUInt16BE(value.length, 2);
    writer.raw(head);
    writer.raw(value);
  }
}

class Writer {
  private readonly chunks: Buffer[] = [];

  /** A C-octet string: one octet per character, then zero. */
  text(value: string, max: number): void {
    const bytes = Buffer.from(value, 'latin1');
    if (value.length > max) throw new RangeError(`“${value}” is longer than ${max} octets`);
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code === 0 || code > 0xff) throw new RangeError(`“${value}” cannot be written in octets`);
    }
    this.chunks.push(bytes, ZERO);
  }

  bytes(...values: number[]): void {
    for (const value of values) {
      if (!Number.isInteger(value) || value < 0 || value > 255) {
        throw new RangeError(`${value} is no octet`);
      }
    }
    this.chunks.push(Buffer.from(values));
  }

  raw(value: Buffer): void {
    this.chunks.push(value);
  }

  end(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

const ZERO = Buffer.from([0]);
