import type { ServerResponse } from 'node:http';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import type { Clock } from '#core/ports.ts';
import type { AcceptedMessage } from '#core/gateways/practice/accepted-log.ts';
import { answer, meaningOf, refuse, suffer } from '#core/gateways/practice/answers.ts';
import { checkAccount, checkSend, type EsmsFields } from '#core/gateways/practice/esms-rules.ts';
import { createFaultPlan } from '#core/gateways/practice/fault-plan.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';

/** What an account works with. */
export type PracticeAccountOptions = {
  script: PracticeScript;
  clock: Clock;
  createId: () => string;
  /** Writes an accepted message down before its sender is answered. */
  accept: (message: AcceptedMessage) => void;
  /** Takes a delivery report for later. */
  report: (report: { to: string; msgId: string; word: string; delayMs: number }) => void;
};

/** The one account of a practice gateway: its credits, its rules and its script. */
export type PracticeAccount = {
  send: (fields: EsmsFields, response: ServerResponse) => void;
  balance: (fields: EsmsFields, response: ServerResponse) => void;
  counters(): { requests: number; accepted: number; parts: number; balance: number };
  script(): PracticeScript;
  setScript(script: PracticeScript): void;
};

const START_BALANCE = 100_000;
const REPORT_DELAY_MS = 500;

/** See PracticeAccount. */
export function createPracticeAccount(options: PracticeAccountOptions): PracticeAccount {
  const { clock, createId } = options;
  let script = options.script;
  let plan = createFaultPlan(script);
  let balance = script.balance ?? START_BALANCE;
  let requests = 0;
  let accepted = 0;
  let partsTaken = 0;
  let second = { startedAt: -Infinity, taken: 0 };

  function isTooFast(): boolean {
    if (script.maxPerSecond === undefined) return false;
    const now = clock.monotonic();
    if (now - second.startedAt >= 1_000) second = { startedAt: now, taken: 0 };
    second.taken++;
    return second.taken > script.maxPerSecond;
  }

  function send(fields: EsmsFields, response: ServerResponse): void {
    requests++;
    const checked = checkSend(fields, script.credentials);
    if (typeof checked === 'number') return refuse(response, checked, createId());
    if (isTooFast()) return suffer(response, { kind: 'rate-limited' }, createId());
    const fate = plan.next(checked.to);
    const id = createId();
    if (fate.before) return suffer(response, fate.before, id);
    const { to, text, parts, type } = checked;
    const credits = parts * ESMS_PROFILE.creditsPerPart;
    if (credits > balance) return refuse(response, 5, id);
    const message = { id, to, text, parts, type, at: clock.now(), monotonicMs: clock.monotonic() };
    try {
      options.accept(message);
    } catch {
      // What cannot be recorded is not taken: the record is what crash tests count.
      return suffer(response, { kind: 'http-500' }, id);
    }
    balance -= credits;
    accepted++;
    partsTaken += parts;
    if (checked.reportTo !== null && script.reports !== false) {
      for (const word of fate.reports) {
        const delayMs = script.reportDelayMs ?? REPORT_DELAY_MS;
        options.report({ to: checked.reportTo, msgId: id, word, delayMs });
      }
    }
    if (fate.after) return suffer(response, fate.after, id);
    answer(
      response,
      `{"status":0,"creditDeducted":${credits},"message":"ok","id":"${id}","parts":${parts},"type":${type}}`,
    );
  }

  function tellBalance(fields: EsmsFields, response: ServerResponse): void {
    const status = checkAccount(fields, script.credentials);
    const message = status === 0 ? 'ok' : meaningOf(status);
    const shown = status === 0 ? balance : 0;
    answer(response, JSON.stringify({ status, balance: shown, message, id: createId() }));
  }

  return {
    send,
    balance: tellBalance,
    counters: () => ({ requests, accepted, parts: partsTaken, balance }),
    script: () => script,
    setScript(next) {
      script = next;
      plan = createFaultPlan(next);
      balance = next.balance ?? balance;
    },
  };
}
