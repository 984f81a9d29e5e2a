import type { ServerResponse } from 'node:http';
import { answer, refuse, suffer } from '#core/gateways/practice/answers.ts';
import { checkLookUp, type EsmsFields } from '#core/gateways/practice/esms-rules.ts';
import type { FaultPlan } from '#core/gateways/practice/fault-plan.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';

/** What the endpoint shares with the account it belongs to. */
export type LookUpEndpointOptions = {
  createId: () => string;
  script: () => PracticeScript;
  plan: () => FaultPlan;
  /** Credits left. */
  left: () => number;
  pay: (credits: number) => void;
  report: (report: { to: string; msgId: string; word: string; delayMs: number }) => void;
};

const COST = 1;
/** Long enough to see that the result is still to come. */
const RESULT_DELAY_MS = 500;

/**
 * `/hlr/send` of the practice gateway: takes one credit, and calls a result in to the `dlr-url` in the
 * shape of a delivery report (what eSMS really calls in is not documented). The words are those that a
 * message to that number would be reported with.
 */
export function createLookUpEndpoint(options: LookUpEndpointOptions) {
  return (fields: EsmsFields, response: ServerResponse): void => {
    const script = options.script();
    const id = options.createId();
    const checked = checkLookUp(fields, script.credentials);
    if (typeof checked === 'number') return refuse(response, checked, id);
    const fate = options.plan().next(checked.to, 'hlr');
    if (fate.before) return suffer(response, fate.before, id);
    if (options.left() < COST) return refuse(response, 5, id);
    options.pay(COST);
    const word = fate.reports[0];
    if (word !== undefined && script.reports !== false) {
      const delayMs = script.reportDelayMs ?? RESULT_DELAY_MS;
      options.report({ to: checked.reportTo, msgId: id, word, delayMs });
    }
    if (fate.after) return suffer(response, fate.after, id);
    answer(
      response,
      JSON.stringify({ status: 0, creditDeducted: COST, message: 'ok', id, parts: 1, type: 12 }),
    );
  };
}
