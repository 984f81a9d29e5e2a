import type { ServerResponse } from 'node:http';
import type { Clock } from '#core/ports.ts';
import { answer, refuseOtp, suffer } from '#core/gateways/practice/answers.ts';
import type { EsmsFields } from '#core/gateways/practice/esms-rules.ts';
import type { FaultPlan } from '#core/gateways/practice/fault-plan.ts';
import { createOtpDesk, type CheckedOtp } from '#core/gateways/practice/otp-desk.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';

/** What the endpoints share with the account they belong to. */
export type OtpEndpointsOptions = {
  clock: Clock;
  createId: () => string;
  createCode?: (() => string) | undefined;
  credentials: () => PracticeScript['credentials'];
  plan: () => FaultPlan;
  /** Script, credit, record and answer of a message, as for a send. */
  take: (message: CheckedOtp, response: ServerResponse) => void;
};

/** `/sms/otp/generate` and `/sms/otp/verify` of the practice gateway. */
export function createOtpEndpoints(options: OtpEndpointsOptions) {
  const { createId } = options;
  const desk = createOtpDesk(options);
  return {
    generate(fields: EsmsFields, response: ServerResponse): void {
      const checked = desk.check(fields, options.credentials());
      if (typeof checked === 'number') refuseOtp(response, checked, createId());
      else options.take(checked, response);
    },
    verify(fields: EsmsFields, response: ServerResponse): void {
      const id = createId();
      const to = desk.checkVerify(fields, options.credentials());
      if (typeof to === 'number') return refuseOtp(response, to, id);
      const fate = options.plan().next(to, 'otp-verify');
      if (fate.before) return suffer(response, fate.before, id);
      const status = desk.verify(fields);
      if (fate.after) return suffer(response, fate.after, id);
      if (status !== 0) return refuseOtp(response, status, id);
      answer(response, JSON.stringify({ status, message: 'ok', id }));
    },
  };
}
