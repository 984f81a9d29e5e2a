/** Numbers of SMPP 3.4 that more than one file needs. */

/** Command ids of the PDUs Siar sends or understands (SMPP 3.4, 5.1.2.1). */
export const COMMAND = {
  bind_transceiver: 0x0000_0009,
  bind_transceiver_resp: 0x8000_0009,
  submit_sm: 0x0000_0004,
  submit_sm_resp: 0x8000_0004,
  deliver_sm: 0x0000_0005,
  deliver_sm_resp: 0x8000_0005,
  data_sm: 0x0000_0103,
  data_sm_resp: 0x8000_0103,
  unbind: 0x0000_0006,
  unbind_resp: 0x8000_0006,
  enquire_link: 0x0000_0015,
  enquire_link_resp: 0x8000_0015,
  generic_nack: 0x8000_0000,
} as const;

/** Name of a PDU. */
export type CommandName = keyof typeof COMMAND;

/** Command statuses that the protocol itself hangs on; what all others mean is data of the profile. */
export const STATUS = {
  ok: 0x00,
  invalidLength: 0x02,
  invalidCommand: 0x03,
  wrongBindState: 0x04,
  alreadyBound: 0x05,
  systemError: 0x08,
  bindFailed: 0x0d,
  wrongPassword: 0x0e,
  wrongSystemId: 0x0f,
  queueFull: 0x14,
  throttled: 0x58,
  temporaryAppError: 0x64,
} as const;

/** Optional parameters (SMPP 3.4, 5.3.2). */
export const TLV = {
  receiptedMessageId: 0x001e,
  sarReference: 0x020c,
  sarTotal: 0x020e,
  sarSequence: 0x020f,
  messagePayload: 0x0424,
  moreMessagesToSend: 0x0426,
  messageState: 0x0427,
} as const;

/** Bit of esm_class: a user data header before the text. */
export const ESM_UDH = 0x40;
/** Bit of esm_class: a delivery receipt. */
export const ESM_RECEIPT = 0x04;

/** Bits of esm_class that say what kind of message a deliver_sm is; 0 is a message from a phone. */
export const ESM_KIND_MASK = 0x3c;

/** A command_status as people and profiles write it: `0x58`. */
export function statusText(status: number): string {
  return `0x${status.toString(16).padStart(2, '0')}`;
}
