import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReply } from '#shared/replies/keywords.ts';

const kindOf = (text: string) => readReply(text)?.kind ?? null;

describe('a reply', () => {
  it.each([
    'STOP',
    'stop',
    ' Stop. ',
    '“STOP”!!',
    'STOP ALL',
    'StopAll',
    'stop please',
    'Stop sending me this',
    'STOP 🛑',
    '⚠️STOP',
    '❌️ BATAL',
    'BATAL ❤️',
    'ＳＴＯＰ',
    'st\u200bop',
    'BATAL',
    'Batal.',
    'BATAL SEMUA',
    'batal semua ya',
    'HENTI',
    'henti hantar sms',
    'Berhenti!',
    'OUT',
    'Unsubscribe',
    'UNSUBSCRIBE me',
    'opt-out',
    'CANCEL',
    'QUIT',
    '退订',
    '退订。',
    '退订，谢谢',
    '退訂',
    '停止',
    '不要再发给我了',
  ])('%j asks for no more messages', (text) => {
    expect(kindOf(text)).toBe('stop');
  });

  it.each(['START', 'start.', 'Unblock', 'UNSTOP', 'mula', 'Mula semula', '开始'])(
    '%j asks for messages again',
    (text) => {
      expect(kindOf(text)).toBe('start');
    },
  );

  it.each([
    "please don't stop",
    'Pls STOP',
    'tolong berhenti hantar',
    'can you unsubscribe me?',
    '请退订',
    'batal temujanji saya',
    'Cancel my booking',
    'out of town',
    '取消预约',
  ])('%j is for a person to look at', (text) => {
    expect(kindOf(text)).toBe('check');
  });

  it.each([
    '',
    '   ',
    '…',
    'OK terima kasih',
    'nonstop music?',
    'Laptop',
    'Start at what time?',
    'Mula pukul berapa?',
    'I will be out of the country until the end of the month',
    'Batal temujanji saya pada hari Isnin jam tiga',
    'weekend promo?',
    '营业到几点',
  ])('%j asks for nothing', (text) => {
    expect(kindOf(text)).toBeNull();
  });

  it('is the same in any case, with any punctuation and spaces around it', () => {
    const around = fc
      .array(fc.constantFrom(' ', '.', '!', '“', '”', '*', '🙏', '\n'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(
        fc.constantFrom('STOP', 'Batal Semua', 'henti', '退订', 'Opt-Out'),
        fc.constantFrom('upper', 'lower', 'as is'),
        around,
        around,
        (word, how, before, after) => {
          const cased =
            how === 'upper' ? word.toUpperCase() : how === 'lower' ? word.toLowerCase() : word;
          expect(kindOf(before + cased + after)).toBe('stop');
        },
      ),
    );
  });

  it('stops nobody by a word inside a sentence', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('please', 'we', 'jangan', 'the shop'),
        fc.constantFrom('stop', 'henti', 'unsubscribe', 'batal', 'out'),
        (before, word) => {
          expect(kindOf(`${before} ${word}`)).not.toBe('stop');
        },
      ),
    );
  });
});
