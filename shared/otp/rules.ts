import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { normalisePhone } from '#shared/phone/normalise.ts';
import { applyPricePrefix, prepareMessage } from '#shared/sms/price-prefix.ts';
import {
  DURATION_MARK,
  OTP_LANGUAGES,
  OTP_MARK,
  previewOtp,
  type OtpContent,
  type OtpLanguage,
  type OtpPreview,
} from '#shared/otp/wording.ts';
import { explainOtpStatus, type OtpStatus } from '#shared/otp/status-codes.ts';

/** Limits and defaults of the same page. The length of a code is that of its examples. */
export const OTP_LIMITS = {
  brand: 20,
  minutes: { least: 1, most: 9, default: 3 },
  appId: { least: 1, most: 2_147_483_647, default: 1 },
} as const;

/** What a person asks for, as written; nothing about it is certain yet. */
export type OtpDraft = {
  to: string;
  /** Name of company or app: the gateway writes the text around it. */
  brand?: string | undefined;
  /** An own text, with `#otp#` in it. */
  text?: string | undefined;
  minutes: number;
  appId: number;
  language?: string | undefined;
};

/** The part of a draft that a problem or a notice is about. */
export type OtpField = 'to' | 'content' | 'minutes' | 'appId' | 'language';

/** Something that must be mended before the call. `status` is what the gateway would have answered. */
export type OtpProblem = {
  code: string;
  field: OtpField;
  status: OtpStatus | null;
  message: string;
};

/** Something worth knowing that holds nothing back. */
export type OtpNotice = { code: string; message: string };

/** A request that keeps every rule of the page, exactly as it goes to the gateway. */
export type OtpRequest = {
  /** Digits with country code. */
  msisdn: string;
  country: string;
  minutes: number;
  appId: number;
} & ({ brand: string; language: OtpLanguage } | { message: string });

/** The outcome of checking a draft: `request` only where there is no problem. */
export type OtpCheck = {
  request: OtpRequest | null;
  preview: OtpPreview | null;
  problems: OtpProblem[];
  notices: OtpNotice[];
};

/**
 * Checks every rule of the page before the call. Pure: the same draft always gets the same answer.
 * `country` is the ISO code that numbers without a country code belong to.
 */
export function checkOtp(draft: OtpDraft, country: string, profile: GatewayProfile): OtpCheck {
  const problems: OtpProblem[] = [];
  const notices: OtpNotice[] = [];
  const phone = readPhone(draft.to, country, problems);
  checkNumbers(draft, problems);
  const content = readContent(draft, problems);
  const language = readLanguage(draft, problems);
  // Before the number is known the usual country's rules give the preview.
  const preview =
    content && fitsMinutes(draft.minutes)
      ? previewOtp(content, language ?? 'en', draft.minutes, phone?.country ?? country, profile)
      : null;
  if (preview && preview.parts > 1) problems.push(problem('content-too-long', 'content', 8));
  if (content && 'text' in content) {
    checkPrefix(content.text, phone?.country ?? country, profile, problems, notices);
    checkMarks(content.text, draft.minutes, problems, notices);
  }
  if (content && 'brand' in content && preview?.text === null) {
    notices.push({
      code: 'wording-unknown',
      message:
        'The gateway writes this text in the language you chose; its wording is not documented, so its length cannot be shown beforehand.',
    });
  }
  const request =
    problems.length === 0 && phone && content && language
      ? toRequest(draft, phone, content, language, profile)
      : null;
  return { request, preview, problems, notices };
}

/** What is sent as a code must look like one. Throws nothing and never repeats what was typed. */
export function checkOtpCode(code: string): { code: string } | { problem: OtpProblem } {
  const plain = code.replace(/\s/g, '');
  if (plain === '') return { problem: problem('insufficient-parameters', 'content', 1) };
  if (/^\d{1,10}$/.test(plain)) return { code: plain };
  return {
    problem: {
      code: 'invalid-code',
      field: 'content',
      status: null,
      message: 'A code is digits only, as they stand in the message. Nothing was checked.',
    },
  };
}

/** The number of a verify, by the same rules as that of a send. */
export function checkOtpNumber(
  to: string,
  appId: number,
  country: string,
): { msisdn: string | null; problems: OtpProblem[] } {
  const problems: OtpProblem[] = [];
  const phone = readPhone(to, country, problems);
  checkAppId(appId, problems);
  return { msisdn: phone?.msisdn ?? null, problems };
}

function readPhone(to: string, country: string, problems: OtpProblem[]) {
  const phone = normalisePhone(to, { country });
  if (phone.ok) return phone;
  const status = phone.code === 'unknown-country' ? 4 : phone.code === 'missing-phone' ? 1 : 9;
  const message = `${explainOtpStatus(status)} ${phone.message}`;
  problems.push({ code: phone.code, field: 'to', status, message });
  return null;
}

function fitsMinutes(minutes: number): boolean {
  const { least, most } = OTP_LIMITS.minutes;
  return Number.isInteger(minutes) && minutes >= least && minutes <= most;
}

function checkNumbers({ minutes, appId }: OtpDraft, problems: OtpProblem[]): void {
  if (!fitsMinutes(minutes)) problems.push(problem('invalid-duration', 'minutes', 14));
  checkAppId(appId, problems);
}

function checkAppId(appId: number, problems: OtpProblem[]): void {
  const { least, most } = OTP_LIMITS.appId;
  if (Number.isInteger(appId) && appId >= least && appId <= most) return;
  problems.push({
    code: 'invalid-app-id',
    field: 'appId',
    status: null,
    message: `An app id is a whole number from ${least} to ${most}. Use the same one to send and to verify.`,
  });
}

function readContent({ brand, text }: OtpDraft, problems: OtpProblem[]): OtpContent | null {
  const hasBrand = brand !== undefined && brand.trim() !== '';
  const hasText = text !== undefined && text.trim() !== '';
  if (hasBrand && hasText) {
    problems.push({
      code: 'brand-and-message',
      field: 'content',
      status: null,
      message: 'Give either a brand name or your own text, not both: the gateway uses only one.',
    });
    return null;
  }
  if (hasText) return { text };
  if (!hasBrand) {
    problems.push(problem('brand-or-message-required', 'content', 11));
    return null;
  }
  if (brand.length > OTP_LIMITS.brand) problems.push(problem('brand-too-long', 'content', 13));
  return { brand };
}

function readLanguage(draft: OtpDraft, problems: OtpProblem[]): OtpLanguage | null {
  if (draft.language === undefined) return 'en';
  const language = OTP_LANGUAGES.find((known) => known === draft.language);
  if (!language) {
    problems.push(problem('invalid-language', 'language', 15));
    return null;
  }
  if ((draft.text ?? '').trim() !== '') {
    problems.push({
      code: 'language-without-brand',
      field: 'language',
      status: null,
      message:
        'A language is only effective with a brand name; an own text goes as it is written. Leave the language out.',
    });
  }
  return language;
}

function checkPrefix(
  text: string,
  country: string,
  profile: GatewayProfile,
  problems: OtpProblem[],
  notices: OtpNotice[],
): void {
  const { text: prefix, addedBy } = profile.pricePrefix;
  if (!profile.pricePrefix.countries.includes(country) || addedBy === 'gateway') return;
  const wire = applyPricePrefix(text, country, profile);
  if (!wire.text.startsWith(prefix)) problems.push(problem('price-prefix-missing', 'content', 10));
  if (wire.added && /^\s*rm\s*0[.,]00/i.test(text)) {
    notices.push({
      code: 'price-prefix-twice',
      message: `Your text begins almost like the price prefix, but not exactly with “${prefix}”, so the prefix is put in front of it as well. Correct the beginning if you meant the prefix.`,
    });
  }
}

function checkMarks(
  text: string,
  minutes: number,
  problems: OtpProblem[],
  notices: OtpNotice[],
): void {
  if (!text.includes(OTP_MARK)) problems.push(problem('otp-missing', 'content', 12));
  if (text.includes(DURATION_MARK)) return;
  notices.push({
    code: 'duration-missing',
    message: `Please include ${DURATION_MARK} where the minutes are to stand, so that people know the code ends after ${minutes} min.`,
  });
}

function toRequest(
  { minutes, appId }: OtpDraft,
  phone: { msisdn: string; country: string },
  content: OtpContent,
  language: OtpLanguage,
  profile: GatewayProfile,
): OtpRequest {
  const { msisdn, country } = phone;
  const common = { msisdn, country, minutes, appId };
  if ('brand' in content) return { ...common, brand: content.brand, language };
  return { ...common, message: prepareMessage(content.text, country, profile).text };
}

function problem(code: string, field: OtpField, status: OtpStatus): OtpProblem {
  return { code, field, status, message: explainOtpStatus(status) };
}
