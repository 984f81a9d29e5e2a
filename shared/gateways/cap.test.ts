import { expect, it } from 'vitest';
import { formatCap, gatewayCapsSchema, parseCap } from '#shared/gateways/cap.ts';

it.each([
  ['500/hour', '500 messages/hour'],
  ['2000 parts/day', '2000 parts/day'],
  [' 30 Messages per minute ', '30 messages/minute'],
  ['1 part / second', '1 parts/second'],
])('reads %s', (text, shown) => {
  const read = parseCap(text);
  expect(read.ok && formatCap(read.cap)).toBe(shown);
});

it.each(['', '500', '0/hour', '5/week', '-3/day', '1.5/day', '99999999999/day'])(
  'refuses %j in a sentence',
  (text) => {
    expect(parseCap(text)).toMatchObject({
      ok: false,
      message: expect.stringContaining('500/hour'),
    });
  },
);

it('takes one cap for each span and unit', () => {
  const day = { limit: 5, unit: 'messages', per: 'day' };
  expect(gatewayCapsSchema.safeParse([day, { ...day, unit: 'parts' }]).success).toBe(true);
  expect(gatewayCapsSchema.safeParse([day, { ...day, limit: 6 }]).success).toBe(false);
});
