import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import { measureText, toWireText } from '#shared/sms/segments.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';

/** Fields of an eSMS request, whatever they were sent as. */
export type EsmsFields = Readonly<Record<string, unknown>>;

/** A send request that passed every check but the credit. */
export type CheckedSend = {
  to: string;
  text: string;
  /** 0 GSM-7, 8 Unicode. */
  type: 0 | 8;
  parts: number;
  /** Where the sender wants the delivery report, or null. */
  reportTo: string | null;
};

/** Credentials check of every endpoint: 1 a field is missing, 3 wrong account, 0 fine. */
export function checkAccount(
  fields: EsmsFields,
  credentials: PracticeScript['credentials'],
): 0 | 1 | 3 {
  const user = textOf(fields['user']);
  const pass = textOf(fields['pass']);
  if (user === '' || pass === '') return 1;
  if (credentials === undefined) return pass === 'wrong' ? 3 : 0;
  return user === credentials.apiKey && pass === credentials.apiSecret ? 0 : 3;
}

/**
 * Checks a send request in the order 1, 3, 7, 9, 4, 10, 8 (the order is not documented; eSMS send
 * page 2022 gives only the codes). Returns the status, or the message.
 */
export function checkSend(
  fields: EsmsFields,
  credentials: PracticeScript['credentials'],
): number | CheckedSend {
  const to = textOf(fields['to']);
  const raw = textOf(fields['msg']);
  if (to === '' || raw === '') return 1;
  const account = checkAccount(fields, credentials);
  if (account !== 0) return account;
  const asked = textOf(fields['type']);
  if (asked !== '' && asked !== '0' && asked !== '8') return 7;
  if (!/^\d{1,15}$/.test(to)) return 9;
  if (to.startsWith('0')) return 4;
  const text = toWireText(raw);
  if (to.startsWith('60') && !text.startsWith(ESMS_PROFILE.pricePrefix.text)) return 10;
  const measured = measureAs(text, asked === '8');
  if (measured.parts > ESMS_PROFILE.maxParts) return 8;
  const url = textOf(fields['dlr']) === '1' ? textOf(fields['dlr-url']) : '';
  return { to, text, ...measured, reportTo: url === '' ? null : url };
}

/** Checks a look-up: every field is mandatory, and the number is one that a send would take. */
export function checkLookUp(
  fields: EsmsFields,
  credentials: PracticeScript['credentials'],
): number | { to: string; reportTo: string } {
  const to = textOf(fields['to']);
  const reportTo = textOf(fields['dlr-url']);
  if (to === '' || reportTo === '') return 1;
  const account = checkAccount(fields, credentials);
  if (account !== 0) return account;
  if (!/^\d{1,15}$/.test(to)) return 9;
  return to.startsWith('0') ? 4 : { to, reportTo };
}

function measureAs(text: string, unicode: boolean): { type: 0 | 8; parts: number } {
  const { encoding, parts } = measureText(text, ESMS_PROFILE);
  if (encoding === 'ucs2') return { type: 8, parts };
  if (!unicode) return { type: 0, parts };
  // Asked for Unicode although GSM-7 would do: no character of such a text needs two units.
  const { single, multi } = ESMS_PROFILE.ucs2;
  return { type: 8, parts: text.length <= single ? 1 : Math.ceil(text.length / multi) };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
