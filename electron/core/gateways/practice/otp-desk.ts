import { randomInt } from 'node:crypto';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import { OTP_LIMITS } from '#shared/otp/rules.ts';
import { DURATION_MARK, OTP_LANGUAGES, OTP_MARK } from '#shared/otp/wording.ts';
import { measureText, toWireText } from '#shared/sms/segments.ts';
import type { Clock } from '#core/ports.ts';
import { checkAccount, type EsmsFields } from '#core/gateways/practice/esms-rules.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';

/** A request for a code that passed every rule but the credit. */
export type CheckedOtp = {
  to: string;
  appId: string;
  /** The message with the code in it: seen by the phone and the record only. */
  text: string;
  type: 0 | 8;
  parts: 1;
  /** Makes the code valid from now on; the one before it no longer is. */
  issue: () => void;
};

/** Makes codes and remembers them as long as they are valid, in memory only. */
export type OtpDesk = {
  /** The status that refuses the request, or what is to be sent. */
  check(fields: EsmsFields, credentials: PracticeScript['credentials']): number | CheckedOtp;
  /** The number asked about, or the status that refuses the request. */
  checkVerify(fields: EsmsFields, credentials: PracticeScript['credentials']): number | string;
  /** 0 right (and used up), 16 wrong, too late or of another app. */
  verify(fields: EsmsFields): 0 | 16;
};

/** What the practice gateway writes around a brand name; eSMS documents only the English one. */
const WORDING: Readonly<Record<(typeof OTP_LANGUAGES)[number], string>> = {
  en: `Your OTP code is ${OTP_MARK}. This is valid for the next ${DURATION_MARK} minutes.`,
  my: `Kod OTP anda ialah ${OTP_MARK}. Sah untuk ${DURATION_MARK} minit.`,
  zh: `您的验证码是 ${OTP_MARK}，${DURATION_MARK} 分钟内有效。`,
};

/** See OtpDesk. `createCode` makes six digits; random unless a test wants its own. */
export function createOtpDesk(options: {
  clock: Clock;
  createCode?: (() => string) | undefined;
}): OtpDesk {
  const { clock } = options;
  const createCode = options.createCode ?? (() => String(randomInt(1_000_000)).padStart(6, '0'));
  const valid = new Map<string, { code: string; until: number }>();

  function check(
    fields: EsmsFields,
    credentials: PracticeScript['credentials'],
  ): number | CheckedOtp {
    const to = textOf(fields['phone']);
    if (to === '') return 1;
    const account = checkOtpAccount(fields, credentials);
    if (account !== 0) return account;
    const phone = checkPhone(to);
    if (phone !== 0) return phone;
    const brand = textOf(fields['brand-name']);
    const message = toWireText(textOf(fields['message']));
    const minutes = textOf(fields['duration']) || String(OTP_LIMITS.minutes.default);
    const language = OTP_LANGUAGES.find((one) => one === (textOf(fields['language']) || 'en'));
    if (brand === '' && message === '') return 11;
    if (message !== '' && !message.includes(OTP_MARK)) return 12;
    if (message === '' && brand.length > OTP_LIMITS.brand) return 13;
    if (!/^[1-9]$/.test(minutes)) return 14;
    if (message === '' && !language) return 15;
    const { text: prefix } = ESMS_PROFILE.pricePrefix;
    if (message !== '' && to.startsWith('60') && !message.startsWith(prefix)) return 10;
    const written = message === '' ? `${prefix}${brand} - ${WORDING[language ?? 'en']}` : message;
    const code = createCode();
    const text = written.replaceAll(OTP_MARK, code).replaceAll(DURATION_MARK, minutes);
    const { encoding, parts } = measureText(text, ESMS_PROFILE);
    if (parts > 1) return 8;
    const appId = appIdOf(fields);
    return {
      to,
      appId,
      text,
      type: encoding === 'ucs2' ? 8 : 0,
      parts: 1,
      issue() {
        const until = clock.monotonic() + Number(minutes) * 60_000;
        valid.set(`${appId}:${to}`, { code, until });
      },
    };
  }

  return {
    check,
    checkVerify(fields, credentials) {
      const to = textOf(fields['phone']);
      if (to === '' || textOf(fields['code']) === '') return 1;
      const account = checkOtpAccount(fields, credentials);
      if (account !== 0) return account;
      const phone = checkPhone(to);
      return phone === 0 ? to : phone;
    },
    verify(fields) {
      const key = `${appIdOf(fields)}:${textOf(fields['phone'])}`;
      const known = valid.get(key);
      if (!known || known.until <= clock.monotonic() || known.code !== textOf(fields['code'])) {
        return 16;
      }
      valid.delete(key);
      return 0;
    },
  };
}

/** The one-time-password endpoints name the account unlike the others. */
function checkOtpAccount(fields: EsmsFields, credentials: PracticeScript['credentials']) {
  return checkAccount({ user: fields['api-key'], pass: fields['api-secret'] }, credentials);
}

function checkPhone(to: string): 0 | 4 | 9 {
  if (!/^\d{1,15}$/.test(to)) return 9;
  return to.startsWith('0') ? 4 : 0;
}

function appIdOf(fields: EsmsFields): string {
  return textOf(fields['app-id']) || String(OTP_LIMITS.appId.default);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
