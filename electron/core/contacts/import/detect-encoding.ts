import chardet from 'chardet';

/** Encodings Siar reads, by their WHATWG name. */
export type TextEncodingName =
  'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5' | 'windows-1252';

/** The encoding a byte order mark declares. */
export function encodingOfMark(bytes: Uint8Array): TextEncodingName | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/**
 * UTF-16 without a mark: Western letters, digits, commas and line ends leave zero bytes on one side
 * only. Undefined when the zeros lie anywhere else, which is what binary files do.
 */
export function unmarkedUtf16(bytes: Uint8Array): TextEncodingName | undefined {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 0) continue;
    if (i % 2 === 0) even += 1;
    else odd += 1;
  }
  if (even + odd < bytes.length / 50 || (even > 0 && odd > 0)) return undefined;
  const encoding = odd > 0 ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, bytes.length & ~1));
  // oxlint-disable-next-line no-control-regex -- control characters are the point
  return /[\u0000-\u0008\u000E-\u001F\uFFFD]/.test(text) ? undefined : encoding;
}

/**
 * The likeliest encoding of bytes that are not UTF-8: GB18030 (Chinese Excel), Big5 (Taiwan, Hong
 * Kong) or Windows-1252. Counted in the bytes themselves: common Chinese characters occupy known
 * ranges of either table. Where that says nothing, chardet decides among the three.
 */
export function legacyEncoding(bytes: Uint8Array): TextEncodingName {
  const pairs = { total: 0, gbk: 0, big5: 0, lonely: 0 };
  for (let i = 0; i < bytes.length - 1; i++) {
    const lead = bytes[i] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[i + 1] ?? 0;
    pairs.total += 1;
    if (trail < 0x40) {
      pairs.lonely += 1;
      continue;
    }
    const punctuation = lead >= 0xa1 && lead <= 0xa3;
    if ((punctuation || (lead >= 0xb0 && lead <= 0xd7)) && trail >= 0xa1) pairs.gbk += 1;
    if ((punctuation || (lead >= 0xa4 && lead <= 0xc6)) && (trail <= 0x7e || trail >= 0xa1)) {
      pairs.big5 += 1;
    }
    i += 1;
  }
  const most = Math.max(pairs.gbk, pairs.big5);
  if (pairs.total === 0 || pairs.lonely > pairs.total / 4 || most < pairs.total / 2) {
    return 'windows-1252';
  }
  if (pairs.gbk !== pairs.big5) return pairs.gbk > pairs.big5 ? 'gb18030' : 'big5';
  const guess = chardet
    .analyse(bytes)
    .find(({ name }) => name === 'GB18030' || name === 'Big5')?.name;
  return guess === 'Big5' ? 'big5' : 'gb18030';
}

/** What to tell about an encoding that is not the usual one. */
export function encodingNote(encoding: TextEncodingName): string | undefined {
  switch (encoding) {
    case 'utf-8':
      return undefined;
    case 'gb18030':
      return 'This file is GBK, as Chinese Excel writes it. Check that the names look right.';
    case 'big5':
      return 'This file is Big5, as Excel in Taiwan and Hong Kong writes it. Check that the names look right.';
    case 'windows-1252':
      return 'This file is Windows-1252, as older Western programs write it. Check that the names look right.';
    default:
      return 'This file is UTF-16, as Excel\'s "Unicode text" is.';
  }
}
