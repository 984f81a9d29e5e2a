import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { systemClock, type Clock } from '#core/ports.ts';
import { listen } from '#core/gateways/http/listen.ts';
import { createAcceptedLog, type AcceptedMessage } from '#core/gateways/practice/accepted-log.ts';
import { createFaultPlan, type Mishap } from '#core/gateways/practice/fault-plan.ts';
import { magicBehaviour } from '#core/gateways/practice/magic-numbers.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';
import { ESM_UDH, STATUS } from '#core/gateways/smpp/constants.ts';
import type { BindBody, MessageBody } from '#core/gateways/smpp/pdu.ts';
import {
  createPracticePeer,
  type PracticePeer,
  type SubmitAnswer,
} from '#core/gateways/smpp/practice/peer.ts';
import { createReceiptDesk } from '#core/gateways/smpp/practice/receipts.ts';
import { fromOctets } from '#core/gateways/smpp/text.ts';

/** How to start a practice SMSC. */
export type SmppPracticeOptions = {
  /** 0 or nothing: any free port. */
  port?: number;
  script?: PracticeScript;
  /** File that gets one JSON line per accepted part, before the sender is answered. */
  record?: string;
  clock?: Clock;
};

/** A running practice SMSC. */
export type SmppPracticeServer = {
  /** `smpp://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** The last 1,000 accepted parts, newest first. */
  inbox(): AcceptedMessage[];
  close(): Promise<void>;
};

const REPORT_DELAY_MS = 500;
/** What the magic numbers' eSMS statuses are in SMPP. */
const MAGIC_STATUS: ReadonlyMap<number, number> = new Map([
  [5, 0x45],
  [6, STATUS.temporaryAppError],
  [9, 0x0b],
  [10, 0x45],
]);

/**
 * A practice gateway that speaks SMPP 3.4: takes every message and sends none, with delivery receipts,
 * the faults of a script and the magic numbers. Throws SiarError `port-in-use` or `record-unusable`.
 */
export async function createSmppPracticeServer(
  options: SmppPracticeOptions = {},
): Promise<SmppPracticeServer> {
  const clock = options.clock ?? systemClock;
  const script = options.script ?? {};
  const log = createAcceptedLog(options.record);
  const plan = createFaultPlan(script);
  const peers = new Set<PracticePeer>();
  const receipts = createReceiptDesk({
    clock,
    peer: () => [...peers].find(({ bound }) => bound),
  });
  const isTooFast = createPace(clock, script.maxPerSecond);

  async function submit(message: MessageBody): Promise<SubmitAnswer> {
    const delayMs = drawLatency(script.latencyMs);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (isTooFast()) return { status: STATUS.throttled, id: '' };
    const { dest } = message;
    const fate = plan.next(dest);
    if (fate.before) return answerOf(fate.before, dest);
    const id = randomUUID();
    const text = textOf(message);
    const type = message.dataCoding === 8 ? 8 : 0;
    const at = clock.now();
    try {
      log.add({ id, to: dest, text, parts: 1, type, at, monotonicMs: clock.monotonic() });
    } catch {
      return { status: STATUS.systemError, id: '' };
    }
    if ((message.registeredDelivery & 1) === 1 && script.reports !== false) {
      const delay = script.reportDelayMs ?? REPORT_DELAY_MS;
      for (const word of fate.reports) {
        const { source } = message;
        receipts.schedule({
          id,
          from: dest,
          to: source,
          word,
          text,
          submittedAt: at,
          delayMs: delay,
        });
      }
    }
    return fate.after ? answerOf(fate.after, dest) : { status: STATUS.ok, id };
  }

  const server = createServer({ noDelay: true }, (socket) => {
    const peer = createPracticePeer({
      socket,
      bind: (bind) => checkBind(bind, script),
      bound: () => receipts.wake(),
      submit,
    });
    peers.add(peer);
    socket.on('close', () => peers.delete(peer));
  });
  let port: number;
  try {
    port = await listen(server, '127.0.0.1', options.port ?? 0);
  } catch (error) {
    log.close();
    throw error;
  }
  return {
    url: `smpp://127.0.0.1:${port}`,
    port,
    inbox: () => log.recent(),
    async close() {
      receipts.close();
      const closed = once(server, 'close');
      server.close();
      for (const peer of peers) peer.close();
      await closed;
      log.close();
    },
  };
}

/** Tells whether one more message in this second is more than `most`. */
function createPace(clock: Clock, most: number | undefined): () => boolean {
  let second = { startedAt: -Infinity, taken: 0 };
  return () => {
    const now = clock.monotonic();
    if (now - second.startedAt >= 1_000) second = { startedAt: now, taken: 0 };
    second.taken++;
    return most !== undefined && second.taken > most;
  };
}

function checkBind(bind: BindBody, { credentials }: PracticeScript): number {
  if (!credentials) return bind.password === 'wrong' ? STATUS.wrongPassword : STATUS.ok;
  if (bind.systemId !== credentials.apiKey) return STATUS.wrongSystemId;
  return bind.password === credentials.apiSecret ? STATUS.ok : STATUS.wrongPassword;
}

function answerOf(mishap: Mishap, dest: string): SubmitAnswer {
  switch (mishap.kind) {
    case 'status': {
      const magic = magicBehaviour(dest);
      const isMagic = magic?.kind === 'status' && magic.status === mishap.status;
      const status = isMagic ? MAGIC_STATUS.get(mishap.status) : mishap.status;
      return { status: status ?? STATUS.systemError, id: '' };
    }
    case 'rate-limited':
      return { status: STATUS.throttled, id: '' };
    case 'http-500':
      return { status: STATUS.systemError, id: '' };
    default:
      return mishap.kind;
  }
}

/** The text of one part, without its user data header. */
function textOf(message: MessageBody): string {
  const { shortMessage, esmClass, dataCoding } = message;
  const header = (esmClass & ESM_UDH) === 0 ? 0 : (shortMessage[0] ?? 0) + 1;
  return fromOctets(shortMessage.subarray(header), dataCoding === 8 ? 'ucs2' : 'gsm7');
}

function drawLatency(latency: PracticeScript['latencyMs']): number {
  if (latency === undefined || typeof latency === 'number') return latency ?? 0;
  return randomInt(latency.min, latency.max + 1);
}
