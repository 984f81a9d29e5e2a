import type { CommandName } from '#core/gateways/smpp/constants.ts';

/** An optional parameter by its tag, undecoded. */
export type Tlvs = ReadonlyMap<number, Buffer>;

/** Body of bind_transceiver. */
export type BindBody = {
  systemId: string;
  /** At most 8 characters (SMPP 3.4, 5.2.2). */
  password: string;
  systemType: string;
  interfaceVersion: number;
  addrTon: number;
  addrNpi: number;
  addressRange: string;
};

/** Body of submit_sm and deliver_sm; of a data_sm the fields that it has. */
export type MessageBody = {
  serviceType: string;
  sourceTon: number;
  sourceNpi: number;
  source: string;
  destTon: number;
  destNpi: number;
  dest: string;
  esmClass: number;
  protocolId: number;
  priority: number;
  scheduleTime: string;
  validityPeriod: string;
  registeredDelivery: number;
  replaceIfPresent: number;
  dataCoding: number;
  defaultMessageId: number;
  /** At most 254 octets, user data header included. */
  shortMessage: Buffer;
  tlvs: Tlvs;
};

type Head = {
  status: number;
  /** 1 to 0x7FFFFFFF; an answer repeats that of its request. */
  sequence: number;
};

type BindCommand = 'bind_transceiver';
type MessageCommand = 'submit_sm' | 'deliver_sm' | 'data_sm';
/** Answers with one name in them: the id of a message, or of the gateway. */
type IdCommand = 'bind_transceiver_resp' | 'submit_sm_resp' | 'deliver_sm_resp' | 'data_sm_resp';
type EmptyCommand = Exclude<CommandName, BindCommand | MessageCommand | IdCommand>;

/** One protocol data unit. */
export type Pdu = Head &
  (
    | { command: BindCommand; bind: BindBody }
    | { command: MessageCommand; message: MessageBody }
    | { command: IdCommand; id: string }
    | { command: EmptyCommand }
  );

/**
 * What a frame held. `unknown`: a command Siar does not speak. `malformed`: a body that is not what
 * the command promises; the frames after it are unharmed.
 */
export type DecodedPdu =
  | { kind: 'pdu'; pdu: Pdu }
  | { kind: 'unknown'; commandId: number; sequence: number }
  | { kind: 'malformed'; command: CommandName; status: number; sequence: number };

/** A message body with nothing in it but what is given. */
export function aMessage(fields: Partial<MessageBody>): MessageBody {
  return {
    serviceType: '',
    sourceTon: 0,
    sourceNpi: 0,
    source: '',
    destTon: 0,
    destNpi: 0,
    dest: '',
    esmClass: 0,
    protocolId: 0,
    priority: 0,
    scheduleTime: '',
    validityPeriod: '',
    registeredDelivery: 0,
    replaceIfPresent: 0,
    dataCoding: 0,
    defaultMessageId: 0,
    shortMessage: Buffer.alloc(0),
    tlvs: new Map(),
    ...fields,
  };
}
