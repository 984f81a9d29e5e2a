import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { systemClock, type Clock } from '#core/ports.ts';
import { createPracticeAccount, type PracticeAccount } from '#core/gateways/practice/account.ts';
import { createAcceptedLog, type AcceptedMessage } from '#core/gateways/practice/accepted-log.ts';
import { plain } from '#core/gateways/practice/answers.ts';
import { createDoor } from '#core/gateways/practice/door.ts';
import { readFields } from '#core/gateways/practice/read-fields.ts';
import { createReportSender } from '#core/gateways/practice/report-sender.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';

/** How to start a practice gateway. */
export type PracticeServerOptions = {
  /** 0 or nothing: any free port. */
  port?: number;
  /** Loopback unless told otherwise. */
  host?: string;
  script?: PracticeScript;
  /** File that gets one JSON line per accepted message, before the sender is answered. */
  record?: string;
  clock?: Clock;
  /** Message ids; UUIDv4 unless a test wants its own. */
  createId?: () => string;
  /** Codes of one-time passwords; six random digits unless a test wants its own. */
  createCode?: () => string;
  /** Credits that a message costs; as eSMS does unless told. */
  price?: ((msisdn: string, parts: number) => number) | undefined;
  /** 0 to 1, for a latency range. */
  random?: () => number;
  /** Called after a message was taken and recorded, before its sender is answered. */
  onAccept?: (message: AcceptedMessage) => void;
};

/** What happened so far. */
type PracticeCounters = {
  /** Send requests that arrived whole. */
  requests: number;
  accepted: number;
  parts: number;
  /** Credits left. */
  balance: number;
  reports: { pending: number; delivered: number; givenUp: number };
};

/** A running practice gateway. */
export type PracticeServer = {
  readonly url: string;
  readonly port: number;
  /** The last 1,000 accepted messages, newest first. */
  inbox(): AcceptedMessage[];
  counters(): PracticeCounters;
  /** From now on behaves by another script; the balance changes only where the script names one. */
  setScript(script: PracticeScript): Promise<void>;
  close(): Promise<void>;
};

/**
 * The practice gateway: a real HTTP server that speaks eSMS (send, balance, delivery reports, one-time
 * passwords), takes every message and sends none. Throws SiarError `port-in-use` or `record-unusable`.
 */
export async function createPracticeServer(
  options: PracticeServerOptions = {},
): Promise<PracticeServer> {
  const clock = options.clock ?? systemClock;
  const log = createAcceptedLog(options.record);
  const reports = createReportSender({ clock });
  const account = createPracticeAccount({
    script: options.script ?? {},
    clock,
    createId: options.createId ?? (() => randomUUID()),
    createCode: options.createCode,
    price: options.price,
    accept(message) {
      log.add(message);
      options.onAccept?.(message);
    },
    report: (report) => reports.schedule(report),
  });
  const handle = createHandler(account, options.random ?? Math.random);
  const door = createDoor(
    createServer({ keepAliveTimeout: 60_000 }, handle),
    options.host ?? '127.0.0.1',
  );
  try {
    await door.open(options.port ?? 0);
    if (options.script?.down === true) await door.shut();
  } catch (error) {
    log.close();
    await reports.close();
    throw error;
  }
  return {
    url: door.url(),
    port: door.port(),
    inbox: () => log.recent(),
    counters: () => ({ ...account.counters(), reports: reports.counters() }),
    async setScript(script) {
      account.setScript(script);
      if (script.down === true) await door.shut();
      else await door.open(door.port());
    },
    async close() {
      await door.close();
      await reports.close();
      log.close();
    },
  };
}

/** What is spoken at which address. */
const ACTS: Readonly<Record<string, (account: PracticeAccount) => PracticeAccount['send']>> = {
  '/sms/send': (account) => account.send,
  '/sms/balance': (account) => account.balance,
  '/hlr/send': (account) => account.lookUp,
  '/sms/otp/generate': (account) => account.generateOtp,
  '/sms/otp/verify': (account) => account.verifyOtp,
};

function createHandler(account: PracticeAccount, random: () => number): RequestListener {
  return (request, response) => {
    const act = ACTS[request.url ?? '']?.(account);
    if (!act) return plain(request, response, 404, 'Not found');
    if (request.method !== 'POST') return plain(request, response, 405, 'Use POST');
    readFields(request, (fields) => {
      const delayMs = drawLatency(account.script().latencyMs, random);
      if (delayMs === 0) act(fields ?? {}, response);
      else setTimeout(() => act(fields ?? {}, response), delayMs);
    });
  };
}

function drawLatency(latency: PracticeScript['latencyMs'], random: () => number): number {
  if (latency === undefined || typeof latency === 'number') return latency ?? 0;
  return latency.min + Math.floor(random() * (latency.max - latency.min + 1));
}
