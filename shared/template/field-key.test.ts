import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalFieldKey, canonicalFieldKeys } from '#shared/template/field-key.ts';

describe('canonicalFieldKey', () => {
  it.each([
    ['Nama Penuh', 'nama_penuh'],
    ['nama-penuh', 'nama_penuh'],
    ['姓名', '姓名'],
    ['No. Telefon', 'no_telefon'],
    ['Amount (RM)', 'amount_rm'],
    ['  Ｎａｍｅ ', 'name'],
    ['நாமம்', 'நாமம்'],
    ['***', ''],
  ])('%j is %s', (header, key) => {
    expect(canonicalFieldKey(header)).toBe(key);
  });

  it('is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (header) => {
        const key = canonicalFieldKey(header);
        expect(canonicalFieldKey(key)).toBe(key);
      }),
    );
  });
});

describe('canonicalFieldKeys', () => {
  it('tells columns of one name apart and names the nameless', () => {
    expect(canonicalFieldKeys(['Name', 'name', '', 'NAME', 'name 2'])).toEqual([
      'name',
      'name_2',
      'column_3',
      'name_3',
      'name_2_2',
    ]);
  });

  it('never gives one key twice', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'A', 'a 2', '', 'column 1', '姓')), (headers) => {
        const keys = canonicalFieldKeys(headers);
        expect(new Set(keys).size).toBe(headers.length);
      }),
    );
  });
});
