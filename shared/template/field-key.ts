/**
 * The one spelling a field is known by: lower case, every run of other characters an underscore,
 * letters of any script kept. `Nama Penuh` and `nama-penuh` are both `nama_penuh`; `姓名` stays.
 */
export function canonicalFieldKey(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}

/**
 * Keys for a row of column headers, all different: the second column of one name gets `_2`, and a
 * column without a name is called by its place, `column_3`.
 */
export function canonicalFieldKeys(headers: readonly string[]): string[] {
  const taken = new Set<string>();
  return headers.map((header, index) => {
    const base = canonicalFieldKey(header) || `column_${index + 1}`;
    let key = base;
    for (let copy = 2; taken.has(key); copy++) key = `${base}_${copy}`;
    taken.add(key);
    return key;
  });
}
