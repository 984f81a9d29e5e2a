import { expect, test } from 'vitest';
import { describeCharacter } from '#renderer/components/describe-character.ts';
import { replaceAllIn } from '#renderer/components/replace-characters.ts';
import { offsetOf } from '#renderer/components/text-position.ts';

test('replaces every occurrence and reads a dollar sign as itself', () => {
  const replaced = replaceAllIn('‘a’ – ‘b’', [
    { char: '‘', suggestion: "'" },
    { char: '’', suggestion: "'" },
    { char: '–', suggestion: '$&' },
  ]);
  expect(replaced).toBe("'a' $& 'b'");
});

test('leaves a character out where the suggestion is empty', () => {
  expect(replaceAllIn('a\u200Bb', [{ char: '\u200B', suggestion: '' }])).toBe('ab');
});

test('shows what cannot be seen by its code', () => {
  expect(['é', '\u200B', '\u00A0', '😀'].map(describeCharacter)).toEqual([
    'é',
    'U+200B',
    'U+00A0',
    '😀',
  ]);
});

test('finds a place by line and column over every kind of line break', () => {
  const text = 'ab\r\ncd\nef\rgh';
  expect(text[offsetOf(text, 2, 2)]).toBe('d');
  expect(text[offsetOf(text, 3, 1)]).toBe('e');
  expect(text[offsetOf(text, 4, 2)]).toBe('h');
  expect(offsetOf(text, 9, 9)).toBe(text.length);
});
