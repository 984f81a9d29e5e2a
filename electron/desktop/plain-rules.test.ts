import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAppUrl } from '#desktop/app-origin.ts';
import { namedDataFolder } from '#desktop/data-folder.ts';
import { parseExternalUrl } from '#desktop/external-url.ts';
import { createRemembered } from '#desktop/remembered.ts';
import { createRestartLimit } from '#desktop/restart-limit.ts';
import { fill, languageOf, wordsFor } from '#desktop/words.ts';

describe('parseExternalUrl', () => {
  it('lets plain https through, parsed', () => {
    expect(parseExternalUrl('https://example.com/a?b=c#d')?.href).toBe(
      'https://example.com/a?b=c#d',
    );
  });

  it.each([
    'http://example.com/',
    'file:///etc/passwd',
    'smb://host/share',
    'ms-msdt:/id',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://bank.example@evil.example/',
    'https://user:secret@example.com/',
    ' ',
    'example.com',
    '//example.com',
  ])('keeps %s inside', (url) => {
    expect(parseExternalUrl(url)).toBeUndefined();
  });
});

describe('isAppUrl', () => {
  it('knows its own origin and no look-alike', () => {
    expect(isAppUrl('app://siar/')).toBe(true);
    expect(isAppUrl('app://siar/#/contacts')).toBe(true);
    for (const url of [
      'app://siar.evil/',
      'app://evil/siar',
      'apps://siar/',
      'https://siar/',
      '',
    ]) {
      expect(isAppUrl(url), url).toBe(false);
    }
  });
});

describe('namedDataFolder', () => {
  it('reads both ways of writing --data, and nothing else', () => {
    expect(namedDataFolder(['x', '--data', '/a'])).toBe('/a');
    expect(namedDataFolder(['--data=/b'])).toBe('/b');
    expect(namedDataFolder(['--data='])).toBeUndefined();
    expect(namedDataFolder(['--database', '/c'])).toBeUndefined();
  });
});

describe('createRestartLimit', () => {
  it('allows three restarts in any one minute', () => {
    let now = 0;
    const limit = createRestartLimit(() => now);
    expect([limit.allows(), limit.allows(), limit.allows(), limit.allows()]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    now = 60_000;
    expect(limit.allows()).toBe(true);
  });
});

describe('words', () => {
  it('fills every place in every language and leaves none over', () => {
    const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();
    for (const language of ['ms', 'zh'] as const) {
      const words = wordsFor(language);
      for (const [key, english] of Object.entries(wordsFor('en'))) {
        const translated: unknown = Reflect.get(words, key);
        expect(places(String(translated)), `${language} ${key}`).toEqual(places(english));
        expect(translated, `${language} ${key}`).not.toBe('');
      }
    }
    expect(fill('{left} left of {name}', { left: 12_345, name: '{left}' }, 'en')).toBe(
      '12,345 left of {left}',
    );
  });

  it('takes the system’s language where Siar speaks it', () => {
    expect(['ms-MY', 'zh_CN', 'zh-Hant-TW', 'de-DE', ''].map(languageOf)).toEqual([
      'ms',
      'zh',
      'zh',
      'en',
      'en',
    ]);
  });
});

describe('createRemembered', () => {
  it('survives a damaged file and an unwritable place', () => {
    const folder = mkdtempSync(join(tmpdir(), 'siar-remembered-'));
    try {
      const path = join(folder, 'siar.json');
      writeFileSync(path, '{"theme":"dark","bounds":{"x":"left"}');
      expect(createRemembered(path, () => {}).get()).toEqual({});
      writeFileSync(path, '{"theme":"dark","bounds":{"x":"left"}}');
      const remembered = createRemembered(path, () => {});
      expect(remembered.get().theme).toBe('dark');
      expect(remembered.get().bounds).toBeUndefined();
      remembered.set({ language: 'ms' });
      expect(createRemembered(path, () => {}).get()).toMatchObject({
        theme: 'dark',
        language: 'ms',
      });
      const errors: unknown[] = [];
      createRemembered(join(path, 'below-a-file.json'), (error) => errors.push(error)).set({});
      expect(errors).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
