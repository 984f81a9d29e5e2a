import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { measureText } from '#shared/sms/segments.ts';
import { checkOtp, checkOtpCode, checkOtpNumber, type OtpDraft } from '#shared/otp/rules.ts';
import { fillOtpText, OTP_LANGUAGES } from '#shared/otp/wording.ts';
import { explainOtpStatus, OTP_CODES, OTP_STATUSES } from '#shared/otp/status-codes.ts';

const TEXT = 'RM0.00 Eaon - Your OTP code is #otp#. This is valid for the next #duration# minutes.';
const EXAMPLE = 'RM0.00 Eaon - Your OTP code is 112233. This is valid for the next 3 minutes.';

function check(more: Partial<OtpDraft> = {}, profile: GatewayProfile = ESMS_PROFILE) {
  const draft = { to: '60123456789', minutes: 3, appId: 1, ...more };
  return checkOtp(
    draft.text === undefined && !('brand' in more) ? { ...draft, brand: 'Eaon' } : draft,
    'MY',
    profile,
  );
}

const found = (more: Partial<OtpDraft>, profile?: GatewayProfile) =>
  check(more, profile).problems.map(({ status, code }) => [status, code]);

describe('the statuses', () => {
  it('are the sixteen of the page, each with the page’s words and something to do', () => {
    expect(OTP_STATUSES).toHaveLength(16);
    expect(Object.keys(OTP_CODES).map(Number)).toEqual([...OTP_STATUSES]);
    for (const status of OTP_STATUSES) {
      const { meaning, advice } = OTP_CODES[status];
      expect(meaning).not.toMatch(/\.$/);
      expect(advice, meaning).toMatch(/\.$/);
      expect(explainOtpStatus(status)).toBe(`${meaning}. ${advice}`);
    }
  });
});

describe('what is checked before the call', () => {
  it('shows the page’s own example and asks for exactly that', () => {
    expect(check()).toEqual({
      request: {
        msisdn: '60123456789',
        country: 'MY',
        minutes: 3,
        appId: 1,
        brand: 'Eaon',
        language: 'en',
      },
      preview: {
        text: EXAMPLE,
        encoding: 'gsm7',
        units: EXAMPLE.length,
        capacity: 160,
        parts: 1,
        prefix: '',
      },
      problems: [],
      notices: [],
    });
    expect(check({ text: TEXT })).toMatchObject({
      request: { message: TEXT },
      preview: { text: EXAMPLE, prefix: '' },
      problems: [],
      notices: [],
    });
  });

  it.each<[Partial<OtpDraft>, (number | string | null)[]]>([
    [{ to: '' }, [1, 'missing-phone']],
    [{ to: '+999 12 345 678' }, [4, 'unknown-country']],
    [{ to: 'abc' }, [9, 'not-a-number']],
    [{ to: '0312345678' }, [9, 'not-mobile']],
    [{ brand: '' }, [11, 'brand-or-message-required']],
    [{ brand: ' ', text: ' ' }, [11, 'brand-or-message-required']],
    [{ brand: 'Eaon', text: TEXT }, [null, 'brand-and-message']],
    [{ text: 'RM0.00 Your code is 1234' }, [12, 'otp-missing']],
    [{ text: 'RM0.00 Your code is #OTP#' }, [12, 'otp-missing']],
    [{ brand: 'a'.repeat(21) }, [13, 'brand-too-long']],
    [{ minutes: 0 }, [14, 'invalid-duration']],
    [{ minutes: 10 }, [14, 'invalid-duration']],
    [{ minutes: 2.5 }, [14, 'invalid-duration']],
    [{ language: 'ms' }, [15, 'invalid-language']],
    [{ text: TEXT, language: 'my' }, [null, 'language-without-brand']],
    [{ appId: 0 }, [null, 'invalid-app-id']],
    [{ appId: 1.5 }, [null, 'invalid-app-id']],
    [{ text: `#otp# ${'x'.repeat(150)}` }, [8, 'content-too-long']],
    [{ text: `#otp# ${'字'.repeat(60)}` }, [8, 'content-too-long']],
    [{ brand: '陈大文' }, [8, 'content-too-long']],
  ])('refuses %j', (draft, problem) => {
    expect(found(draft)).toEqual([problem]);
    expect(check(draft).request).toBeNull();
  });

  it('takes what is just allowed', () => {
    for (const minutes of [1, 9]) expect(found({ minutes })).toEqual([]);
    for (const language of OTP_LANGUAGES) expect(found({ language })).toEqual([]);
    expect(found({ brand: 'a'.repeat(20) })).toEqual([]);
    expect(found({ brand: '陈大文', language: 'zh' })).toEqual([]);
    // 7 of the prefix, 6 of the code, and 147 or 57 more.
    expect(found({ text: `#otp#${'x'.repeat(147)}` })).toEqual([]);
    expect(found({ text: `#otp#${'x'.repeat(148)}` })).toEqual([[8, 'content-too-long']]);
    expect(found({ text: `#otp#${'字'.repeat(57)}` })).toEqual([]);
    expect(found({ text: `#otp#${'字'.repeat(58)}` })).toEqual([[8, 'content-too-long']]);
  });

  it('reads the number as every other number and tells all problems at once', () => {
    expect(check({ to: '012-345 6789' }).request?.msisdn).toBe('60123456789');
    expect(found({ to: 'abc', brand: '', minutes: 99 }).map(([status]) => status)).toEqual([
      9, 14, 11,
    ]);
  });

  it('adds the price prefix once, where its rule applies, and shows it', () => {
    const own = 'Code #otp#, #duration# min';
    expect(check({ text: own })).toMatchObject({
      request: { message: `RM0.00 ${own}` },
      preview: { text: 'RM0.00 Code 112233, 3 min', prefix: 'RM0.00 ' },
    });
    expect(check({ text: own, to: '+6591234567' })).toMatchObject({
      request: { message: own },
      preview: { prefix: '' },
    });
    const without = { ...ESMS_PROFILE.pricePrefix, addedBy: 'none' as const };
    expect(found({ text: own }, { ...ESMS_PROFILE, pricePrefix: without })).toEqual([
      [10, 'price-prefix-missing'],
    ]);
    const byGateway = { ...ESMS_PROFILE.pricePrefix, addedBy: 'gateway' as const };
    expect(found({ text: own }, { ...ESMS_PROFILE, pricePrefix: byGateway })).toEqual([]);
  });

  it('remarks on what is allowed but not wise', () => {
    const codes = (draft: Partial<OtpDraft>) => check(draft).notices.map(({ code }) => code);
    expect(codes({ text: 'Code #otp#' })).toEqual(['duration-missing']);
    expect(codes({ text: 'RM0.00: #otp# #duration#' })).toEqual(['price-prefix-twice']);
    expect(codes({ language: 'my' })).toEqual(['wording-unknown']);
    expect(check({ language: 'zh' }).preview?.text).toBeNull();
  });

  it('checks a code and its number before a verify', () => {
    expect(checkOtpCode(' 112 233 ')).toEqual({ code: '112233' });
    expect(checkOtpCode('')).toMatchObject({ problem: { status: 1 } });
    const { problem } = { problem: null, ...checkOtpCode('12a456') };
    expect(problem).toMatchObject({ code: 'invalid-code' });
    expect(JSON.stringify(problem)).not.toContain('12a456');
    expect(checkOtpNumber('0123456789', 2, 'MY')).toEqual({ msisdn: '60123456789', problems: [] });
    expect(checkOtpNumber('x', 0, 'MY').problems).toHaveLength(2);
  });
});

describe('for any text', () => {
  const piece = fc.oneof(
    fc.constantFrom('#otp#', '#duration#', 'RM0.00 ', ' ', '€', '字', '😀', '\r\n'),
    fc.string({ maxLength: 60 }),
  );
  const texts = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

  it('a request is made exactly when nothing is wrong, and then its text is one part', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: -1, max: 11 }), (text, minutes) => {
        const { request, problems } = check({ text, minutes });
        expect(request === null).toBe(problems.length > 0);
        if (request === null) return;
        if (!('message' in request)) throw new Error('an own text became a brand');
        expect(request.message.startsWith('RM0.00 ')).toBe(true);
        expect(request.message).toContain('#otp#');
        for (const code of ['000000', '987654']) {
          const whole = fillOtpText(request.message, code, minutes);
          expect(measureText(whole, ESMS_PROFILE).parts).toBe(1);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('a text is never changed but for line breaks and the prefix', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { request } = check({ text: `#otp#${text}` });
        if (request === null || !('message' in request)) return;
        expect(request.message).toBe(`RM0.00 #otp#${text.replace(/\r\n?/g, '\n')}`);
      }),
    );
  });
});
