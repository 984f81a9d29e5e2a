import fc from 'fast-check';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { toSearchQuery, toSearchWords } from '#core/history/search-words.ts';

describe('search words', () => {
  it.each([
    ['生日', '"生 日" *'],
    ['siti aminah', '"siti" "aminah" *'],
    ['012-345 6789', '"60123456789" *'],
    ['+60 12-345', '"6012345" *'],
    ['0060123', '"60123" *'],
    ['123', '"123" *'],
    ['"', null],
    ['- ! ?', null],
    ['  ', null],
  ])('%s becomes %s', (typed, query) => {
    // How many spaces stand between characters does not matter.
    expect(toSearchQuery(typed)?.replaceAll(/ +/g, ' ') ?? null).toBe(query);
  });

  it('puts Chinese characters apart and leaves words whole', () => {
    expect(toSearchWords('祝Ali生日').split(/\s+/).filter(Boolean)).toEqual([
      '祝',
      'Ali',
      '生',
      '日',
    ]);
  });

  it('never makes a query that the index refuses, whatever is typed', () => {
    const db = new Database(':memory:');
    db.exec(
      `CREATE VIRTUAL TABLE s USING fts5 (words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2", prefix='3')`,
    );
    const find = db.prepare('SELECT rowid FROM s WHERE s MATCH ?');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (typed) => {
        const query = toSearchQuery(typed);
        if (query !== null) expect(() => find.all(query)).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
    for (const typed of [
      'a*b',
      'NEAR(a b)',
      'x AND',
      '^a',
      'col:a',
      '{a}',
      "'",
      'a"b',
      '\0',
      '*',
    ]) {
      const query = toSearchQuery(typed);
      if (query !== null) expect(() => find.all(query), typed).not.toThrow();
    }
    db.close();
  });

  it('finds any run of words that is in a text', () => {
    const db = new Database(':memory:');
    db.exec(
      `CREATE VIRTUAL TABLE s USING fts5 (words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2", prefix='3')`,
    );
    const text = '60123456789 陈大文 Salam Puan Siti, 祝您生日快乐! Jumpa lagi esok.';
    db.prepare('INSERT INTO s (rowid, words) VALUES (1, ?)').run(toSearchWords(text));
    const find = db.prepare('SELECT rowid FROM s WHERE s MATCH ?');
    const searches = [
      '陈',
      '陈大',
      '大文',
      '生日快',
      'salam',
      'puan siti',
      'siti,',
      'JUMPA LAGI',
      'eso',
      '6012345',
      '012-345 6789',
    ];
    for (const typed of searches) expect(find.all(toSearchQuery(typed)), typed).toHaveLength(1);
    for (const typed of ['文大', '乐快', 'ito', '999999']) {
      expect(find.all(toSearchQuery(typed)), typed).toHaveLength(0);
    }
    db.close();
  });
});
