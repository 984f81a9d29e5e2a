import { magicBehaviour, type MagicBehaviour } from '#core/gateways/practice/magic-numbers.ts';
import type {
  PracticeEndpoint,
  PracticeFault,
  PracticeScript,
} from '#core/gateways/practice/script.ts';

/** What goes wrong with one request, if anything. */
export type Mishap =
  | { kind: 'status'; status: number }
  | { kind: 'rate-limited' }
  | { kind: 'reset' | 'timeout' | 'http-500' | 'garbage' | 'half-answer' };

/** What is to happen to one well-formed request. */
type Fate = {
  /** Instead of taking the message. */
  before: Mishap | undefined;
  /** Instead of the answer, after the message was taken. */
  after: Mishap | undefined;
  /** Delivery reports in the order they are sent. */
  reports: readonly string[];
};

/** Decides requests one by one; holds the counters that `nth`, `every` and `times` need. */
export type FaultPlan = { next(msisdn: string, endpoint?: PracticeEndpoint): Fate };

const DELIVERED = ['DELIVRD'];
const ORDINARY: Fate = { before: undefined, after: undefined, reports: DELIVERED };

/** A plan from a script; scripted faults go before magic numbers. */
export function createFaultPlan(script: PracticeScript): FaultPlan {
  const faults = (script.faults ?? []).map((fault) => ({ fault, seen: 0, done: 0 }));
  const magic = script.magicNumbers ?? true;
  const magicDone = new Map<string, number>();

  function magicFate(msisdn: string): Fate {
    const behaviour = magic ? magicBehaviour(msisdn) : undefined;
    if (!behaviour) return ORDINARY;
    if ('times' in behaviour && behaviour.times !== undefined) {
      const done = magicDone.get(msisdn) ?? 0;
      if (done >= behaviour.times) return ORDINARY;
      magicDone.set(msisdn, done + 1);
    }
    return fateOf(behaviour);
  }

  return {
    next(msisdn, endpoint = 'send') {
      const isVerify = endpoint === 'otp-verify';
      // The magic of a number is about what is sent to it.
      const fate = isVerify ? ORDINARY : magicFate(msisdn);
      if (faults.length === 0) return fate;
      let { before, after } = fate;
      for (const entry of faults) {
        const { fault } = entry;
        if (fault.match?.to !== undefined && !msisdn.endsWith(fault.match.to)) continue;
        // A fault that names no endpoint is about messages: a check of a code or a look-up is none.
        const meant = fault.match?.endpoint;
        if (meant === undefined ? isVerify || endpoint === 'hlr' : meant !== endpoint) continue;
        entry.seen++;
        if (fault.match?.nth !== undefined && entry.seen !== fault.match.nth) continue;
        if (fault.match?.every !== undefined && entry.seen % fault.match.every !== 0) continue;
        if (fault.times !== undefined && entry.done >= fault.times) continue;
        entry.done++;
        if (fault.at === 'before-accept') before = mishapOf(fault);
        else after = mishapOf(fault);
        break;
      }
      return { before, after, reports: fate.reports };
    },
  };
}

function mishapOf(fault: PracticeFault): Mishap {
  return fault.action === 'status'
    ? { kind: 'status', status: fault.status ?? 6 }
    : { kind: fault.action };
}

function fateOf(behaviour: MagicBehaviour): Fate {
  switch (behaviour.kind) {
    case 'status':
      return { ...ORDINARY, before: { kind: 'status', status: behaviour.status } };
    case 'rate-limited':
      return { ...ORDINARY, before: { kind: 'rate-limited' } };
    case 'report':
      return { ...ORDINARY, reports: [behaviour.word] };
    case 'no-report':
      return { ...ORDINARY, reports: [] };
    case 'muddled-reports':
      return { ...ORDINARY, reports: ['UNDELIV', 'DELIVRD', 'UNDELIV', 'DELIVRD'] };
    case 'fault':
      return { ...ORDINARY, after: { kind: behaviour.action } };
  }
}
