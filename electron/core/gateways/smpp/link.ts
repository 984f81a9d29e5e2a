import type { Socket } from 'node:net';
import { connect, LinkFailure, type ConnectOptions } from '#core/gateways/smpp/connect.ts';
import { COMMAND, STATUS } from '#core/gateways/smpp/constants.ts';
import { createFrameReader, decodePdu } from '#core/gateways/smpp/decode.ts';
import { encodePdu } from '#core/gateways/smpp/encode.ts';
import type { BindBody, DecodedPdu, MessageBody, Pdu } from '#core/gateways/smpp/pdu.ts';

/** One connection to one gateway, from its first byte to its last. */
export type LinkOptions = ConnectOptions & {
  bind: BindBody;
  timeouts: {
    /** Until a submit is answered, ms. */
    answerMs: number;
    /** Without a word from the gateway for so long it is asked whether it is there, ms. */
    enquireMs: number;
  };
  /** Takes what the gateway delivers; a rejection tells the gateway to deliver it again. */
  onDeliver: (message: MessageBody) => Promise<void>;
  /** Once, when a bound connection is over for whatever reason. */
  onClose: (why: string) => void;
};

/**
 * What became of one submit_sm. `unsent`: certainly no octet of it left. `lost`: it left and nobody
 * said what became of it.
 */
export type SubmitResult =
  | { kind: 'answer'; status: number; id: string }
  | { kind: 'unsent' }
  | { kind: 'lost'; code: 'timeout' | 'connection-lost' | 'interrupted' };

/** One submit_sm as it went over the wire, and its answer. */
export type SubmitWire = {
  /** The whole PDU. */
  sent: Buffer;
  /** The whole PDU of the answer, with what it says; null: none came. */
  answer: { frame: Buffer; command: string; id: string } | null;
  /** Why none came. */
  failure: string | null;
  /** Wall time in ms, and how long it took. */
  at: number;
  ms: number;
};

/** A bound connection. */
export type Link = {
  readonly open: boolean;
  /** `watch`: told what went over the wire once it is over. */
  submit(
    message: MessageBody,
    signal: AbortSignal,
    watch?: (wire: SubmitWire) => void,
  ): Promise<SubmitResult>;
  /** Says goodbye and waits for the answer; whatever is in flight is lost. */
  unbind(): Promise<void>;
};

/** Connects and binds. Rejects with LinkFailure. */
export async function openLink(options: LinkOptions): Promise<Link> {
  const socket = await connect(options);
  const link = new BoundLink(socket, options);
  await link.bind();
  return link;
}

type Waiting = {
  /** Command id of its answer. */
  expects: number;
  /** With the whole PDU, where one came. */
  settle: (answer: Pdu | string, frame?: Buffer) => void;
};

/** What an exchange was, octet by octet. */
type Octets = { sent: Buffer; frame: Buffer | undefined };

const MAX_SEQUENCE = 0x7fff_ffff;
const UNBIND_MS = 3_000;

class BoundLink implements Link {
  open = false;
  private bound = false;
  private readonly socket: Socket;
  private readonly options: LinkOptions;
  private readonly frames = createFrameReader();
  private readonly waiting = new Map<number, Waiting>();
  private sequence = 0;
  private watchdog: NodeJS.Timeout | undefined;
  private heardAt = performance.now();
  private why = 'connection-lost';

  constructor(socket: Socket, options: LinkOptions) {
    this.socket = socket;
    this.options = options;
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.why = error.code ?? error.message;
    });
    socket.on('close', () => this.closed());
  }

  async bind(): Promise<void> {
    const { timeouts, bind } = this.options;
    const answer = await this.ask(
      (sequence) => ({ command: 'bind_transceiver', status: STATUS.ok, sequence, bind }),
      timeouts.connectMs,
    );
    if (typeof answer !== 'string' && answer.status === STATUS.ok) {
      if (this.socket.destroyed) throw new LinkFailure(this.why);
      this.open = true;
      this.bound = true;
      this.watch();
      return;
    }
    this.socket.destroy();
    if (typeof answer === 'string')
      throw new LinkFailure(answer === 'timeout' ? 'TIMEOUT' : answer);
    throw new LinkFailure('bind', answer.status);
  }

  async submit(
    message: MessageBody,
    signal: AbortSignal,
    watch?: (wire: SubmitWire) => void,
  ): Promise<SubmitResult> {
    if (!this.open || !this.socket.writable || signal.aborted) return { kind: 'unsent' };
    const { answerMs } = this.options.timeouts;
    const octets: Octets = { sent: Buffer.alloc(0), frame: undefined };
    const [at, started] = [Date.now(), performance.now()];
    const answer = await this.ask(
      (sequence) => ({ command: 'submit_sm', status: STATUS.ok, sequence, message }),
      answerMs,
      signal,
      watch && octets,
    );
    watch?.({ ...toWire(octets, answer), at, ms: Math.round(performance.now() - started) });
    if (typeof answer === 'string') {
      const known = answer === 'timeout' || answer === 'interrupted' ? answer : 'connection-lost';
      return { kind: 'lost', code: known };
    }
    return { kind: 'answer', status: answer.status, id: 'id' in answer ? answer.id : '' };
  }

  async unbind(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await this.ask((sequence) => ({ command: 'unbind', status: STATUS.ok, sequence }), UNBIND_MS);
    this.socket.destroy();
  }

  /**
   * Sends a request; resolves with the PDU that answers it, or the word for why there is none. Throws
   * RangeError for a field that does not fit. `octets` is filled in for who wants to look at them.
   */
  private ask(
    request: (sequence: number) => Pdu,
    timeoutMs: number,
    signal?: AbortSignal,
    octets?: Octets,
  ): Promise<Pdu | string> {
    this.sequence = this.sequence === MAX_SEQUENCE ? 1 : this.sequence + 1;
    const { sequence } = this;
    const pdu = request(sequence);
    // First of all: a field that does not fit must throw here and leave nothing behind.
    const bytes = encodePdu(pdu);
    return new Promise((resolve) => {
      const onAbort = () => settle('interrupted');
      const settle = (answer: Pdu | string, frame?: Buffer) => {
        clearTimeout(timer);
        if (octets) Object.assign(octets, { sent: bytes, frame });
        this.waiting.delete(sequence);
        signal?.removeEventListener('abort', onAbort);
        resolve(answer);
      };
      const timer = setTimeout(() => settle('timeout'), timeoutMs);
      this.waiting.set(sequence, { expects: (COMMAND[pdu.command] | 0x8000_0000) >>> 0, settle });
      signal?.addEventListener('abort', onAbort);
      if (this.socket.writable) this.socket.write(bytes);
    });
  }

  private write(pdu: Pdu): void {
    if (this.socket.writable) this.socket.write(encodePdu(pdu));
  }

  private read(chunk: Buffer): void {
    this.heardAt = performance.now();
    let frames: Buffer[];
    try {
      frames = this.frames.push(chunk);
    } catch {
      this.why = 'out-of-step';
      this.write({ command: 'generic_nack', status: STATUS.invalidLength, sequence: 0 });
      this.socket.destroySoon();
      return;
    }
    for (const frame of frames) this.receive(decodePdu(frame), frame);
  }

  private receive(decoded: DecodedPdu, frame: Buffer): void {
    const { sequence } = decoded.kind === 'pdu' ? decoded.pdu : decoded;
    const nack = (status: number) => this.write({ command: 'generic_nack', status, sequence });
    if (decoded.kind === 'unknown') {
      // An answer that Siar has not asked for is not answered in its turn.
      if (decoded.commandId < 0x8000_0000) nack(STATUS.invalidCommand);
      return;
    }
    if (decoded.kind === 'malformed') return nack(STATUS.invalidLength);
    const { pdu } = decoded;
    switch (pdu.command) {
      case 'deliver_sm':
      case 'data_sm':
        return void this.deliver(pdu.command, pdu.message, sequence);
      case 'enquire_link':
        return this.write({ command: 'enquire_link_resp', status: STATUS.ok, sequence });
      case 'unbind':
        this.open = false;
        this.why = 'unbound by the gateway';
        this.write({ command: 'unbind_resp', status: STATUS.ok, sequence });
        return this.socket.destroySoon();
      case 'bind_transceiver':
      case 'submit_sm':
        return nack(STATUS.invalidCommand);
      default: {
        const entry = this.waiting.get(sequence);
        const fits = pdu.command === 'generic_nack' || COMMAND[pdu.command] === entry?.expects;
        if (fits) entry?.settle(pdu, frame);
      }
    }
  }

  private async deliver(
    command: 'deliver_sm' | 'data_sm',
    message: MessageBody,
    sequence: number,
  ): Promise<void> {
    let status: number = STATUS.ok;
    try {
      await this.options.onDeliver(message);
    } catch {
      status = STATUS.temporaryAppError;
    }
    const answer = command === 'deliver_sm' ? 'deliver_sm_resp' : 'data_sm_resp';
    this.write({ command: answer, status, sequence, id: '' });
  }

  /** A connection over which nothing comes may be dead without anyone having said so. */
  private watch(): void {
    const { enquireMs, connectMs } = this.options.timeouts;
    const silence = performance.now() - this.heardAt;
    clearTimeout(this.watchdog);
    if (silence < enquireMs) {
      this.watchdog = setTimeout(() => this.watch(), enquireMs - silence + 1);
      return;
    }
    void this.ask(
      (sequence) => ({ command: 'enquire_link', status: STATUS.ok, sequence }),
      connectMs,
    ).then((answer) => {
      if (!this.open) return;
      // Whatever came meanwhile proves that somebody is there.
      if (answer === 'timeout' && performance.now() - this.heardAt >= connectMs) {
        this.why = 'silent';
        this.socket.destroy();
      } else this.watch();
    });
  }

  private closed(): void {
    clearTimeout(this.watchdog);
    this.open = false;
    for (const entry of this.waiting.values()) entry.settle(this.why);
    if (this.bound) this.options.onClose(this.why);
  }
}

function toWire({ sent, frame }: Octets, answer: Pdu | string): Omit<SubmitWire, 'at' | 'ms'> {
  if (typeof answer === 'string') return { sent, answer: null, failure: answer };
  const { command } = answer;
  const id = 'id' in answer ? answer.id : '';
  return { sent, answer: frame ? { frame, command, id } : null, failure: null };
}
