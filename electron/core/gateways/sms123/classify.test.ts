import { describe, expect, it } from 'vitest';
import { MAYSMS_PROFILE, SMS123_PROFILE } from '#shared/gateways/sms123-profile.ts';
import { classifySends, classifySms123Balance } from '#core/gateways/sms123/classify.ts';

const answered = (json: unknown, status = 200) =>
  ({ kind: 'answer', status, retryAfter: undefined, body: JSON.stringify(json) }) as const;
const kinds = (json: unknown, to = ['60123456789'], profile = SMS123_PROFILE, status = 200) =>
  classifySends(answered(json, status), to, profile, 0).map(({ kind }) => kind);

describe('an answer of SMS123', () => {
  it.each([
    ['E00001', 'ok', 'accepted'],
    ['BE00128', 'ok', 'accepted'],
    ['E00081', 'error', 'paused'],
    ['E00242', 'error', 'rejected'],
    ['E00243', 'error', 'rejected'],
    ['E00248', 'error', 'paused'],
    ['E00249', 'error', 'rejected'],
    ['E00250', 'error', 'paused'],
    ['E00253', 'error', 'paused'],
    ['E00359', 'error', 'paused'],
    ['E00366', 'error', 'rejected'],
    ['BE00035', 'error', 'paused'],
    ['BE00036', 'error', 'paused'],
    ['BE00096', 'error', 'accepted'],
    ['E09999', 'error', 'rejected'],
    ['E09999', 'ok', 'accepted'],
    // An answer that contradicts itself decides nothing.
    ['E00250', 'ok', 'ambiguous'],
    ['E00001', 'error', 'ambiguous'],
  ])('%s with status %s is %s', (msgCode, status, kind) => {
    expect(kinds({ status, msgCode })).toEqual([kind]);
  });

  it.each([
    ['E00002', 'ok', 'accepted'],
    ['E00243', 'error', 'rejected'],
    ['E00250', 'error', 'rejected'],
    ['E00251', 'error', 'paused'],
    ['E00360', 'error', 'paused'],
    ['BE00097', 'error', 'accepted'],
  ])('%s of the white label that counts one more is %s', (msgCode, status, kind) => {
    expect(kinds({ status, msgCode }, ['601'], MAYSMS_PROFILE)).toEqual([kind]);
  });

  it('says for each number whether it is among those taken', () => {
    const json = {
      ' status': 'ok',
      'msgCode ': 'E00001',
      data: [{ recipients: '601', ' referenceID': 'a' }, { recipients: '+602' }],
    };
    const outcomes = classifySends(answered(json), ['601', '602', '603'], SMS123_PROFILE, 0);
    expect(outcomes).toMatchObject([
      { kind: 'accepted', gatewayMessageId: 'a' },
      { kind: 'accepted', gatewayMessageId: null },
      { kind: 'ambiguous', code: 'not-listed' },
    ]);
  });

  it('that refuses a whole request for one of its numbers splits it', () => {
    expect(kinds({ status: 'error', msgCode: 'E00242' }, ['601', '602'])).toEqual([
      'split',
      'split',
    ]);
  });

  it.each([
    [{ status: 'ok', msgCode: 'E00001' }, 500, 'ambiguous'],
    [{ status: 'error', msgCode: 'E00359' }, 403, 'paused'],
    [{ status: 'error', msgCode: 'E77777' }, 404, 'paused'],
    [{}, 200, 'ambiguous'],
  ])('%j under HTTP %i is %s', (json, status, kind) => {
    expect(kinds(json, ['601'], SMS123_PROFILE, status)).toEqual([kind]);
  });
});

describe('a balance of SMS123', () => {
  const balance = (value: unknown) =>
    classifySms123Balance(
      answered({ status: 'ok', msgCode: 'E00001', balance: value }),
      SMS123_PROFILE,
      0,
    );

  it.each([
    ['2,000.00', 2000],
    ['1,234,567.50', 1234567.5],
    ['0.00', 0],
    ['998', 998],
    [12, 12],
  ])('%j is %d credits', (value, credits) => {
    expect(balance(value)).toEqual({ ok: true, credits });
  });

  it.each(['', 'many', '1,00,0', null, '-5'])('%j is none', (value) => {
    expect(balance(value)).toMatchObject({ ok: false, code: 'unreadable-answer' });
  });
});
