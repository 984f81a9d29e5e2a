import type { Socket } from 'node:net';
import { ESM_RECEIPT, STATUS, TLV } from '#core/gateways/smpp/constants.ts';
import { createFrameReader, decodePdu } from '#core/gateways/smpp/decode.ts';
import { encodePdu } from '#core/gateways/smpp/encode.ts';
import { aMessage, type BindBody, type MessageBody, type Pdu } from '#core/gateways/smpp/pdu.ts';
import type { PendingReceipt } from '#core/gateways/smpp/practice/receipts.ts';

/** What is answered to a submit_sm, or what becomes of the connection instead. */
export type SubmitAnswer =
  { status: number; id: string } | 'reset' | 'timeout' | 'garbage' | 'half-answer';

/** One client's connection to the practice gateway. */
export type PracticePeer = {
  readonly bound: boolean;
  /** Sends a receipt; true once the client said that it has it. */
  deliver(receipt: PendingReceipt, now: number): Promise<boolean>;
  close(): void;
};

type PeerOptions = {
  socket: Socket;
  /** Answers a command_status. */
  bind: (bind: BindBody) => number;
  bound: () => void;
  submit: (message: MessageBody) => Promise<SubmitAnswer> | SubmitAnswer;
};

const SYSTEM_ID = 'practice';
const STATES: Readonly<Record<string, number>> = {
  ENROUTE: 1,
  DELIVRD: 2,
  EXPIRED: 3,
  UNDELIV: 5,
  REJECTD: 8,
};

/** See PracticePeer: answers one connection until it ends. */
export function createPracticePeer(options: PeerOptions): PracticePeer {
  return new Peer(options);
}

class Peer implements PracticePeer {
  bound = false;
  private readonly options: PeerOptions;
  private readonly frames = createFrameReader();
  private readonly unanswered = new Map<number, (taken: boolean) => void>();
  private sequence = 0;

  constructor(options: PeerOptions) {
    this.options = options;
    const { socket } = options;
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    socket.on('close', () => {
      this.bound = false;
      for (const settle of this.unanswered.values()) settle(false);
      this.unanswered.clear();
    });
    // A client that goes away is its own business.
    socket.on('error', () => {});
  }

  deliver(receipt: PendingReceipt, now: number): Promise<boolean> {
    const sequence = ++this.sequence;
    const taken = new Promise<boolean>((resolve) => this.unanswered.set(sequence, resolve));
    const message = toReceipt(receipt, now);
    this.send({ command: 'deliver_sm', status: STATUS.ok, sequence, message });
    return taken;
  }

  close(): void {
    this.options.socket.destroy();
  }

  private send(pdu: Pdu): void {
    this.options.socket.write(encodePdu(pdu));
  }

  private nack(sequence: number, status: number): void {
    this.send({ command: 'generic_nack', status, sequence });
  }

  private read(chunk: Buffer): void {
    try {
      for (const frame of this.frames.push(chunk)) {
        const decoded = decodePdu(frame);
        if (decoded.kind === 'pdu') this.receive(decoded.pdu);
        else if (decoded.kind === 'unknown') this.nack(decoded.sequence, STATUS.invalidCommand);
        else this.nack(decoded.sequence, STATUS.invalidLength);
      }
    } catch {
      this.nack(0, STATUS.invalidLength);
      this.options.socket.end();
    }
  }

  private receive(pdu: Pdu): void {
    const { sequence } = pdu;
    switch (pdu.command) {
      case 'bind_transceiver':
        return this.bind(pdu.bind, sequence);
      case 'submit_sm':
        return void this.submit(pdu.message, sequence);
      case 'deliver_sm_resp':
        this.unanswered.get(sequence)?.(pdu.status === STATUS.ok);
        this.unanswered.delete(sequence);
        return;
      case 'enquire_link':
        return this.send({ command: 'enquire_link_resp', status: STATUS.ok, sequence });
      case 'unbind':
        this.bound = false;
        this.send({ command: 'unbind_resp', status: STATUS.ok, sequence });
        this.options.socket.end();
        return;
      default:
        return;
    }
  }

  private bind(bind: BindBody, sequence: number): void {
    const status = this.bound ? STATUS.alreadyBound : this.options.bind(bind);
    this.send({ command: 'bind_transceiver_resp', status, sequence, id: SYSTEM_ID });
    if (status !== STATUS.ok) return;
    this.bound = true;
    this.options.bound();
  }

  private async submit(message: MessageBody, sequence: number): Promise<void> {
    const { socket } = this.options;
    const command = 'submit_sm_resp';
    if (!this.bound) {
      this.send({ command, status: STATUS.wrongBindState, sequence, id: '' });
      return;
    }
    const answer = await this.options.submit(message);
    if (answer === 'timeout') return;
    if (answer === 'reset') socket.resetAndDestroy();
    else if (answer === 'garbage') socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
    else if (answer === 'half-answer') {
      const whole = encodePdu({ command, status: STATUS.ok, sequence, id: 'practice' });
      socket.end(whole.subarray(0, whole.length / 2));
    } else this.send({ command, sequence, ...answer });
  }
}

/** A receipt with its facts in the text and in the optional parameters (SMPP 3.4, appendix B). */
function toReceipt(receipt: PendingReceipt, now: number): MessageBody {
  const { id, word, text } = receipt;
  const delivered = word === 'DELIVRD' ? '001' : '000';
  const error = word === 'DELIVRD' ? '000' : '001';
  return aMessage({
    sourceTon: 1,
    sourceNpi: 1,
    source: receipt.from,
    dest: receipt.to,
    esmClass: ESM_RECEIPT,
    shortMessage: Buffer.from(
      `id:${id} sub:001 dlvrd:${delivered} submit date:${minute(receipt.submittedAt)} ` +
        `done date:${minute(now)} stat:${word} err:${error} text:${text.slice(0, 20)}`,
      'latin1',
    ),
    tlvs: new Map([
      [TLV.receiptedMessageId, Buffer.from(`${id}\0`, 'latin1')],
      [TLV.messageState, Buffer.from([STATES[word] ?? 7])],
    ]),
  });
}

/** `YYMMDDhhmm` in UTC. */
function minute(at: number): string {
  return new Date(at).toISOString().replace(/\D/g, '').slice(2, 12);
}
