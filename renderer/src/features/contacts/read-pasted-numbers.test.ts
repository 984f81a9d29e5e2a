import { expect, test } from 'vitest';
import { readPastedNumbers } from '#renderer/features/contacts/read-pasted-numbers.ts';

test('reads lines, commas and tabs, each number once', () => {
  const { msisdns, refused } = readPastedNumbers(
    '012-345 6789\r\n+60123456789, 0198765432;\n\n\t6591234567',
    'MY',
  );
  expect(msisdns).toEqual(['60123456789', '60198765432', '6591234567']);
  expect(refused).toEqual([]);
});

test('names the line of what is not a number', () => {
  const { msisdns, refused } = readPastedNumbers('0123456789\nAli\n03-2345 6789', 'MY');
  expect(msisdns).toEqual(['60123456789']);
  expect(refused.map(({ line, text, code }) => [line, text, code])).toEqual([
    [2, 'Ali', 'not-a-number'],
    [3, '03-2345 6789', 'not-mobile'],
  ]);
});
