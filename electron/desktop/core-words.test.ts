import { describe, expect, it } from 'vitest';
import { tellIn } from '#desktop/core-words.ts';
import { ESMS_PROFILE, PRACTICE_PROFILE } from '#shared/gateways/esms-profile.ts';
import { say } from '#shared/said/say.ts';

const { meaning, advice } = ESMS_PROFILE.codes['5'] ?? { meaning: '', advice: '' };
const NO_CREDIT = say('of-gateway', {
  gateway: PRACTICE_PROFILE.label,
  reason: say('answer', { meaning, advice }),
});

describe('why a campaign is paused, in a notice of the desktop', () => {
  it('is said in the language of the desktop, with what the gateway’s code means', () => {
    expect(meaning).not.toBe('');
    expect(tellIn('ms', NO_CREDIT)).toMatch(/: Kredit tidak mencukupi\. Tambah nilai akaun eSMS/);
    expect(tellIn('zh', NO_CREDIT)).toMatch(/：点数不足。请为 eSMS 账户充值/);
    expect(tellIn('en', NO_CREDIT)).toBe(NO_CREDIT);
    const passed = say('canary-passed', { accepted: 90, messages: 1_200 });
    expect(tellIn('ms', passed)).toContain('1,200 mesej pertama');
  });

  it('is not said where its words are nobody’s but the gateway’s, nor where there is no reason', () => {
    expect(tellIn('ms', 'Account blocked by billing.')).toBeNull();
    expect(tellIn('zh', '')).toBe('');
  });
});
