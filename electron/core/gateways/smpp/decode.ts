import { COMMAND, type CommandName } from '#core/gateways/smpp/constants.ts';
import type { BindBody, DecodedPdu, MessageBody, Tlvs } from '#core/gateways/smpp/pdu.ts';

const HEADER = 16;
/** Nothing a gateway says is longer than a message_payload of 64 KiB and its fields. */
const MAX_LENGTH = 70_000;

const NAMES: ReadonlyMap<number, CommandName> = new Map(
  Object.entries(COMMAND).flatMap(([name, id]) => (isCommand(name) ? [[id, name]] : [])),
);

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMAND, name);
}

/** Cuts a byte stream into PDUs. */
export type FrameReader = {
  /**
   * The whole frames that are complete with this chunk. Throws RangeError where a length cannot be
   * true: the stream is out of step and nothing after it can be trusted.
   */
  push(chunk: Buffer): Buffer[];
};

/** See FrameReader. Holds at most one unfinished frame. */
export function createFrameReader(): FrameReader {
  let chunks: Buffer[] = [];
  let size = 0;
  /** Octets without which there is nothing to cut: chunks are joined once per frame, not once each. */
  let wanted = 4;
  return {
    push(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      const frames: Buffer[] = [];
      if (size < wanted) return frames;
      let rest = Buffer.concat(chunks);
      wanted = 4;
      while (rest.length >= 4) {
        const length = rest.readUInt32BE(0);
        if (length < HEADER || length > MAX_LENGTH) {
          throw new RangeError(`a PDU of ${length} octets cannot be`);
        }
        wanted = length;
        if (rest.length < length) break;
        frames.push(rest.subarray(0, length));
        rest = rest.subarray(length);
        wanted = 4;
      }
      chunks = [rest];
      size = rest.length;
      return frames;
    },
  };
}

/** Reads one whole frame. Never throws: what cannot be read is said to be so. */
export function decodePdu(frame: Buffer): DecodedPdu {
  const commandId = frame.readUInt32BE(4);
  const status = frame.readUInt32BE(8);
  const sequence = frame.readUInt32BE(12);
  const command = NAMES.get(commandId);
  if (command === undefined) return { kind: 'unknown', commandId, sequence };
  const head = { status, sequence };
  const reader = new Reader(frame.subarray(HEADER));
  try {
    switch (command) {
      case 'bind_transceiver':
        return { kind: 'pdu', pdu: { ...head, command, bind: readBind(reader) } };
      case 'submit_sm':
      case 'deliver_sm':
        return { kind: 'pdu', pdu: { ...head, command, message: readMessage(reader) } };
      case 'data_sm':
        return { kind: 'pdu', pdu: { ...head, command, message: readData(reader) } };
      case 'bind_transceiver_resp':
      case 'submit_sm_resp':
      case 'deliver_sm_resp':
      case 'data_sm_resp':
        return { kind: 'pdu', pdu: { ...head, command, id: reader.idText() } };
      default:
        return { kind: 'pdu', pdu: { ...head, command } };
    }
  } catch {
    return { kind: 'malformed', command, status, sequence };
  }
}

function readBind(reader: Reader): BindBody {
  return {
    systemId: reader.text(),
    password: reader.text(),
    systemType: reader.text(),
    interfaceVersion: reader.byte(),
    addrTon: reader.byte(),
    addrNpi: reader.byte(),
    addressRange: reader.text(),
  };
}

function readAddresses(reader: Reader) {
  return {
    serviceType: reader.text(),
    sourceTon: reader.byte(),
    sourceNpi: reader.byte(),
    source: reader.text(),
    destTon: reader.byte(),
    destNpi: reader.byte(),
    dest: reader.text(),
    esmClass: reader.byte(),
  };
}

function readMessage(reader: Reader): MessageBody {
  return {
    ...readAddresses(reader),
    protocolId: reader.byte(),
    priority: reader.byte(),
    scheduleTime: reader.text(),
    validityPeriod: reader.text(),
    registeredDelivery: reader.byte(),
    replaceIfPresent: reader.byte(),
    dataCoding: reader.byte(),
    defaultMessageId: reader.byte(),
    shortMessage: reader.raw(reader.byte()),
    tlvs: readTlvs(reader),
  };
}

function readData(reader: Reader): MessageBody {
  return {
    ...readAddresses(reader),
    protocolId: 0,
    priority: 0,
    scheduleTime: '',
    validityPeriod: '',
    registeredDelivery: reader.byte(),
    replaceIfPresent: 0,
    dataCoding: reader.byte(),
    defaultMessageId: 0,
    shortMessage: Buffer.alloc(0),
    tlvs: readTlvs(reader),
  };
}

/** Odd octets after the last whole parameter are left alone: some gateways pad. */
function readTlvs(reader: Reader): Tlvs {
  const tlvs = new Map<number, Buffer>();
  while (reader.left >= 4) {
    const tag = reader.short();
    const length = reader.short();
    if (length > reader.left) break;
    tlvs.set(tag, reader.raw(length));
  }
  return tlvs;
}

class Reader {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  text(): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end === -1) throw new RangeError('a string without an end');
    const text = this.bytes.toString('latin1', this.at, end);
    this.at = end + 1;
    return text;
  }

  /** The id of an answer: absent in many refusals, and not closed by a zero at some gateways. */
  idText(): string {
    const end = this.bytes.indexOf(0, this.at);
    return this.bytes.toString('latin1', this.at, end === -1 ? this.bytes.length : end);
  }

  byte(): number {
    if (this.left < 1) throw new RangeError('the body ends too soon');
    return this.bytes.readUInt8(this.at++);
  }

  short(): number {
    const value = this.bytes.readUInt16BE(this.at);
    this.at += 2;
    return value;
  }

  raw(length: number): Buffer {
    if (length > this.left) throw new RangeError('the body ends too soon');
    const value = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return value;
  }
}
