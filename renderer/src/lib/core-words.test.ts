import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { i18n } from '#renderer/i18n/i18n.ts';
import { words as ms } from '#renderer/i18n/words-ms.ts';
import { words as zh } from '#renderer/i18n/words-zh.ts';
import { inWords, wordsFor } from '#renderer/lib/core-words.ts';
import { say } from '#shared/said/say.ts';

const WRONG_KEY = say('answer', {
  meaning: 'Wrong API key or secret',
  advice: 'Enter the API key and secret again in the gateway settings, then resume.',
});

beforeAll(() =>
  i18n.init({ lng: 'en', resources: { ms, zh }, interpolation: { escapeValue: false } }),
);

describe('in Bahasa Malaysia', () => {
  beforeEach(() => i18n.changeLanguage('ms'));

  it('tells the answer of a gateway, of which gateway it is, and that the rest goes on', () => {
    const text = `${say('of-gateway', { gateway: 'Kedai Ali', reason: WRONG_KEY })} ${say('others-go-on')}`;
    expect(wordsFor(text)).toBe(
      'Kedai Ali: Kunci atau rahsia API salah. Masukkan semula kunci dan rahsia API dalam tetapan get laluan, kemudian sambung. Mesej yang melalui get laluan lain dalam kempen ini diteruskan.',
    );
  });

  it('writes numbers as Malaysians do and leaves names alone', () => {
    expect(wordsFor(say('moved', { messages: 12_000, gateway: '{{ x }} $t(common:save)' }))).toBe(
      '12,000 mesej yang belum dihantar kini menunggu {{ x }} $t(common:save). Belum ada yang dihantar: sambung untuk menghantarnya.',
    );
  });

  it('keeps what a person wrote into a profile', () => {
    const text = say('answer', { meaning: 'Wrong API key or secret', advice: 'Ring Ali.' });
    expect(wordsFor(text)).toBe('Kunci atau rahsia API salah. Ring Ali.');
    expect(inWords('My meaning. My advice.')).toBe('My meaning. My advice.');
    expect(wordsFor('My meaning. My advice.')).toBeNull();
  });
});

describe('in Chinese', () => {
  beforeEach(() => i18n.changeLanguage('zh'));

  it('has no spaces between sentences and leaves no English', () => {
    const reason = say('unreachable', { gateway: 'eSMS', why: say('why-refused') });
    expect(wordsFor(say('still-unreachable', { gateway: 'Ali', reason }))).toBe(
      'Ali：无法连接 eSMS（连接被拒绝）。没有发送，也没有扣费。未发送的短信会等待，网关恢复后自动继续发送。请检查网络连接。',
    );
  });
});

it('lets English be', async () => {
  await i18n.changeLanguage('en');
  expect(wordsFor(WRONG_KEY)).toBe(WRONG_KEY);
});
