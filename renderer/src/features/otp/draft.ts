import type { Gateway } from '#shared/contract/gateways.ts';
import { OTP_LIMITS, type OtpField } from '#shared/otp/rules.ts';
import type { OtpLanguage } from '#shared/otp/wording.ts';

/** What the form holds; brand name and own text both stay while a person goes back and forth. */
export type Draft = {
  gatewayId: number;
  to: string;
  content: 'brand' | 'text';
  brand: string;
  text: string;
  minutes: number | string;
  appId: number | string;
  language: OtpLanguage;
};

type Problem = { code: string; field: OtpField; status: number | null; message: string };

/** An empty form; a real account is chosen before a practice one. `text` is what an own text starts with. */
export function firstDraft(gateways: readonly Gateway[], text: string): Draft {
  const gateway = gateways.find(({ practice }) => !practice) ?? gateways[0];
  return {
    gatewayId: gateway?.id ?? 0,
    to: '',
    content: 'brand',
    brand: '',
    text,
    minutes: OTP_LIMITS.minutes.default,
    appId: OTP_LIMITS.appId.default,
    language: 'en',
  };
}

/** The form as the core takes it. An emptied number is none, which the rules refuse in their words. */
export function toInput(draft: Draft) {
  const { gatewayId, to, brand, text, language } = draft;
  const [minutes, appId] = [toNumber(draft.minutes), toNumber(draft.appId)];
  const common = { gatewayId, to, minutes, appId };
  return draft.content === 'brand' ? { ...common, brand, language } : { ...common, text };
}

function toNumber(value: number | string): number {
  return value === '' ? 0 : Number(value);
}

/** What is said at a field. What is merely not filled in yet is no fault until somebody wants to send. */
export function visibleProblem(
  problems: readonly Problem[],
  field: OtpField,
  draft: Draft,
  isChecked: boolean,
): Problem | undefined {
  const problem = problems.find((one) => one.field === field);
  if (problem === undefined || isChecked) return problem;
  if (field === 'to') return undefined;
  const isUnfilled = field === 'content' && draft[draft.content].trim() === '';
  return isUnfilled ? undefined : problem;
}
