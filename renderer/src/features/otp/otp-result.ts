import type { OtpEntry } from '#shared/contract/otp.ts';

/** What a line of the log says at a glance; each is a key of `otp:result`. */
export const OTP_RESULTS = [
  'sending',
  'sent',
  'expired',
  'verified',
  'wrong',
  'rejected',
  'uncertain',
] as const;
/** See OTP_RESULTS. */
export type OtpResult = (typeof OTP_RESULTS)[number];

/** Seconds after which a code may be asked for again: most arrive within them. */
export const COOL_DOWN_S = 60;

/** The one word for a line: a right code outlives its time, a wrong one does not. */
export function resultOf(entry: OtpEntry, now: number): OtpResult {
  if (entry.verify.state === 'verified') return 'verified';
  if (entry.state !== 'accepted') return entry.state;
  if (now >= entry.validUntil) return 'expired';
  return entry.verify.state === 'wrong' ? 'wrong' : 'sent';
}

/** Seconds until a code may be asked for again; none where certainly nothing was sent. */
export function coolDownLeft(entry: OtpEntry, now: number): number {
  if (entry.state === 'rejected') return 0;
  return Math.max(0, Math.ceil((entry.startedAt + COOL_DOWN_S * 1_000 - now) / 1_000));
}

/** Seconds as a clock shows them: 161 is 2:41. */
export function toClock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
