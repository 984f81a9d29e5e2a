import type { ServerResponse } from 'node:http';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import type { Clock } from '#core/ports.ts';
import type { AcceptedMessage } from '#core/gateways/practice/accepted-log.ts';
import { answer, meaningOf, refuse, suffer } from '#core/gateways/practice/answers.ts';
import { checkAccount, checkSend, type EsmsFields } from '#core/gateways/practice/esms-rules.ts';
import { createFaultPlan } from '#core/gateways/practice/fault-plan.ts';
import { createLookUpEndpoint } from '#core/gateways/practice/look-up-endpoint.ts';
import { createOtpEndpoints } from '#core/gateways/practice/otp-endpoints.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';

/** What an account works with. */
export type PracticeAccountOptions = {
  script: PracticeScript;
  clock: Clock;
  createId: () => string;
  /** Makes the codes of one-time passwords; six random digits by default. */
  createCode?: (() => string) | undefined;
  /** Credits that a message costs; by the eSMS profile unless told. */
  price?: ((msisdn: string, parts: number) => number) | undefined;
  /** Writes an accepted message down before its sender is answered. */
  accept: (message: AcceptedMessage) => void;
  /** Takes a delivery report for later. */
  report: (report: { to: string; msgId: string; word: string; delayMs: number }) => void;
};

/** The one account of a practice gateway: its credits, its rules and its script. */
export type PracticeAccount = {
  send: (fields: EsmsFields, response: ServerResponse) => void;
  balance: (fields: EsmsFields, response: ServerResponse) => void;
  /** Looks a number up (HLR): the result goes to its `dlr-url`. */
  lookUp: (fields: EsmsFields, response: ServerResponse) => void;
  generateOtp: (fields: EsmsFields, response: ServerResponse) => void;
  verifyOtp: (fields: EsmsFields, response: ServerResponse) => void;
  counters(): { requests: number; accepted: number; parts: number; balance: number };
  script(): PracticeScript;
  setScript(script: PracticeScript): void;
};

const START_BALANCE = 100_000;

const REPORT_DELAY_MS = 500;

/** A message that passed the rules of its endpoint. */
type Intake = {
  to: string;
  text: string;
  parts: number;
  type: 0 | 8;
  reportTo: string | null;
  /** Done once the message is taken, before its sender is answered. */
  issue?: () => void;
};

/** Tells whether one more request in this second is more than `most`. */
function createPace(clock: Clock): (most: number | undefined) => boolean {
  let second = { startedAt: -Infinity, taken: 0 };
  return (most) => {
    if (most === undefined) return false;
    const now = clock.monotonic();
    if (now - second.startedAt >= 1_000) second = { startedAt: now, taken: 0 };
    second.taken++;
    return second.taken > most;
  };
}

/** See PracticeAccount. */
export function createPracticeAccount(options: PracticeAccountOptions): PracticeAccount {
  const { clock, createId, price = eachPart } = options;
  let script = options.script;
  let plan = createFaultPlan(script);
  let balance = script.balance ?? START_BALANCE;
  let requests = 0;
  let accepted = 0;
  let partsTaken = 0;
  const isTooFast = createPace(clock);

  function send(fields: EsmsFields, response: ServerResponse): void {
    requests++;
    const checked = checkSend(fields, script.credentials);
    if (typeof checked === 'number') return refuse(response, checked, createId());
    take(checked, 'send', response);
  }

  /** What is scripted, then credit, record, reports and the answer. */
  function take(
    message: Intake,
    endpoint: 'send' | 'otp-generate',
    response: ServerResponse,
  ): void {
    if (isTooFast(script.maxPerSecond))
      return suffer(response, { kind: 'rate-limited' }, createId());
    const { to, text, parts, type, reportTo } = message;
    const fate = plan.next(to, endpoint);
    const id = createId();
    if (fate.before) return suffer(response, fate.before, id);
    const credits = price(to, parts);
    if (credits > balance) return refuse(response, 5, id);
    try {
      const [at, monotonicMs] = [clock.now(), clock.monotonic()];
      options.accept({ id, to, text, parts, type, at, monotonicMs });
    } catch {
      // What cannot be recorded is not taken: the record is what crash tests count.
      return suffer(response, { kind: 'http-500' }, id);
    }
    message.issue?.();
    balance -= credits;
    accepted++;
    partsTaken += parts;
    if (reportTo !== null) reportAll(options, script, { to: reportTo, id, words: fate.reports });
    if (fate.after) return suffer(response, fate.after, id);
    answer(
      response,
      `{"status":0,"creditDeducted":${credits},"message":"ok","id":"${id}","parts":${parts},"type":${type}}`,
    );
  }

  const lookUp = createLookUpEndpoint({
    createId,
    script: () => script,
    plan: () => plan,
    left: () => balance,
    pay: (credits) => void (balance -= credits),
    report: options.report,
  });

  const otp = createOtpEndpoints({
    clock,
    createId,
    createCode: options.createCode,
    credentials: () => script.credentials,
    plan: () => plan,
    take: (checked, response) => take({ ...checked, reportTo: null }, 'otp-generate', response),
  });

  return {
    send,
    lookUp,
    balance: (fields, response) =>
      tellBalance(response, checkAccount(fields, script.credentials), balance, createId()),
    generateOtp(fields, response) {
      requests++;
      otp.generate(fields, response);
    },
    verifyOtp: (fields, response) => otp.verify(fields, response),
    counters: () => ({ requests, accepted, parts: partsTaken, balance }),
    script: () => script,
    setScript(next) {
      script = next;
      plan = createFaultPlan(next);
      balance = next.balance ?? balance;
    },
  };
}

const eachPart = (_to: string, parts: number) => parts * ESMS_PROFILE.creditsPerPart;

/** Schedules the delivery reports of a message, as its fate and the script have it. */
function reportAll(
  { report }: PracticeAccountOptions,
  { reports, reportDelayMs: delayMs = REPORT_DELAY_MS }: PracticeScript,
  { to, id, words }: { to: string; id: string; words: readonly string[] },
): void {
  if (reports === false) return;
  for (const word of words) report({ to, msgId: id, word, delayMs });
}

function tellBalance(response: ServerResponse, status: number, left: number, id: string): void {
  const message = status === 0 ? 'ok' : meaningOf(status);
  const balance = status === 0 ? left : 0;
  answer(response, JSON.stringify({ status, balance, message, id }));
}
