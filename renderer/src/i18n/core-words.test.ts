import { describe, expect, it } from 'vitest';
import { words as en } from '#renderer/i18n/words-en.ts';
import { words as ms } from '#renderer/i18n/words-ms.ts';
import { words as zh } from '#renderer/i18n/words-zh.ts';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import { HTTP_PROFILE } from '#shared/gateways/http-profile.ts';
import { KANNEL_PROFILE } from '#shared/gateways/kannel-profile.ts';
import { SMPP_PROFILE } from '#shared/gateways/smpp-profile.ts';
import { MAYSMS_PROFILE, SMS123_PROFILE } from '#shared/gateways/sms123-profile.ts';
import { SMSGATE_PROFILE } from '#shared/gateways/smsgate-profile.ts';
import { TWILIO_PROFILE } from '#shared/gateways/twilio-profile.ts';
import { SENTENCES } from '#shared/said/say.ts';

const PROFILES = [
  ESMS_PROFILE,
  HTTP_PROFILE,
  KANNEL_PROFILE,
  MAYSMS_PROFILE,
  SMPP_PROFILE,
  SMS123_PROFILE,
  SMSGATE_PROFILE,
  TWILIO_PROFILE,
];

function textsOf(namespace: Record<string, unknown> | undefined): Map<string, string> {
  return new Map(Object.entries(namespace ?? {}).map(([key, text]) => [key, String(text)]));
}

function gapsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map(([, gap = '']) => gap));
}

describe.each([
  ['ms', ms],
  ['zh', zh],
])('what the core says, in %s', (_language, words) => {
  const said = textsOf(words['said']);
  const answers = textsOf(words['answers']);

  it('has every sentence that is kept as text, and no other', () => {
    expect([...said.keys()].toSorted()).toEqual(Object.keys(SENTENCES).toSorted());
  });

  it.each(Object.entries(SENTENCES))('fills the values of %s in', (key, text) => {
    expect(gapsOf(said.get(key) ?? '')).toEqual(gapsOf(text));
  });

  it('has the meaning and the advice of every code that Siar ships, and what “delivered” proves', () => {
    const shipped = PROFILES.flatMap(({ codes, reportsMean }) => [
      reportsMean.delivered,
      ...Object.values(codes).flatMap(({ meaning, advice }) => [meaning, advice]),
    ]);
    expect([...answers.keys()].toSorted()).toEqual([...new Set(shipped)].toSorted());
  });

  it('leaves none empty', () => {
    for (const [key, text] of [...said, ...answers]) expect(text.trim(), key).not.toBe('');
  });
});

it('lets English speak in the core’s own words', () => {
  expect(Object.keys(en)).not.toContain('said');
  expect(Object.keys(en)).not.toContain('answers');
});
