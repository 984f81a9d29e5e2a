import { describe, expect, it } from 'vitest';
import type { OtpEntry } from '#shared/contract/otp.ts';
import { OTP_CODES } from '#shared/otp/status-codes.ts';
import { coolDownLeft, resultOf, toClock } from '#renderer/features/otp/otp-result.ts';
import english from '#renderer/i18n/en/otp.json' with { type: 'json' };

const entry: OtpEntry = {
  id: 1,
  gatewayId: 1,
  gatewayName: 'eSMS',
  practice: false,
  msisdn: '60123456789',
  appId: 1,
  minutes: 3,
  language: 'en',
  brand: 'Eaon',
  template: null,
  state: 'accepted',
  status: 0,
  reason: '',
  gatewayRequestId: null,
  parts: 1,
  credits: 1,
  startedAt: 0,
  finishedAt: 100,
  validUntil: 180_000,
  verify: { attempts: 0, state: null, status: null, at: null },
};
const checked = (state: OtpEntry['verify']['state']) => ({
  ...entry,
  verify: { attempts: 1, state, status: null, at: 1 },
});

describe('the word of a line', () => {
  it('follows what is known and the time', () => {
    expect(resultOf(entry, 179_999)).toBe('sent');
    expect(resultOf(entry, 180_000)).toBe('expired');
    expect(resultOf(checked('wrong'), 0)).toBe('wrong');
    expect(resultOf(checked('wrong'), 180_000)).toBe('expired');
    expect(resultOf(checked('verified'), 999_999)).toBe('verified');
    expect(resultOf({ ...checked('verified'), state: 'uncertain' }, 0)).toBe('verified');
    expect(resultOf({ ...entry, state: 'uncertain' }, 999_999)).toBe('uncertain');
    expect(resultOf({ ...entry, state: 'rejected' }, 0)).toBe('rejected');
  });
});

it('lets a code be asked for again after a minute, or at once where none was sent', () => {
  expect(coolDownLeft(entry, 0)).toBe(60);
  expect(coolDownLeft(entry, 59_001)).toBe(1);
  expect(coolDownLeft(entry, 60_000)).toBe(0);
  expect(coolDownLeft({ ...entry, state: 'rejected' }, 0)).toBe(0);
});

it('shows seconds as a clock', () => {
  expect([161, 60, 9.2, 0, -4].map(toClock)).toEqual(['2:41', '1:00', '0:10', '0:00', '0:00']);
});

it('explains every status in the words of the rules', () => {
  expect(english.status).toEqual(
    Object.fromEntries(
      Object.entries(OTP_CODES).map(([status, { meaning, advice }]) => [
        status,
        { meaning, advice },
      ]),
    ),
  );
});
