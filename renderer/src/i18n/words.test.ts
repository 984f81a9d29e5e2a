import { describe, expect, it } from 'vitest';
import { words as en } from '#renderer/i18n/words-en.ts';
import { words as ms } from '#renderer/i18n/words-ms.ts';
import { words as zh } from '#renderer/i18n/words-zh.ts';

/** Every text by its path; plural forms count as one, since only English has a singular. */
function textsOf(value: unknown, path: string, found: Map<string, string>): Map<string, string> {
  if (typeof value === 'string') {
    found.set(path.replace(/_(one|other)$/, ''), value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) textsOf(inner, `${path}.${key}`, found);
  }
  return found;
}

function gapsOf(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? '').toSorted();
}

describe.each(Object.keys(en))('%s', (namespace) => {
  const english = textsOf(en[namespace], namespace, new Map());
  describe.each([
    ['ms', ms],
    ['zh', zh],
  ])('in %s', (_language, words) => {
    const other = textsOf(words[namespace], namespace, new Map());
    it('has the same texts', () => {
      expect([...other.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    });
    it('fills in the same values', () => {
      for (const [path, text] of english) {
        expect(new Set(gapsOf(other.get(path) ?? '')), path).toEqual(new Set(gapsOf(text)));
      }
    });
    it('leaves no text empty', () => {
      for (const [path, text] of other) expect(text.trim(), path).not.toBe('');
    });
  });
});
