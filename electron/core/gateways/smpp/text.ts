import type { Encoding } from '#shared/sms/segments.ts';

/** GSM 03.38 default alphabet by its codes 0x00 to 0x7F; `\x1b` stands for the escape itself. */
const ALPHABET =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const ESCAPE = 0x1b;
const EXTENSION: readonly (readonly [string, number])[] = [
  ['\f', 0x0a],
  ['^', 0x14],
  ['{', 0x28],
  ['}', 0x29],
  ['\\', 0x2f],
  ['[', 0x3c],
  ['~', 0x3d],
  [']', 0x3e],
  ['|', 0x40],
  ['€', 0x65],
];

const CODES: ReadonlyMap<string, readonly number[]> = new Map([
  ...Array.from(ALPHABET).flatMap((char, code): [string, number[]][] =>
    code === ESCAPE ? [] : [[char, [code]]],
  ),
  ...EXTENSION.map(([char, code]): [string, number[]] => [char, [ESCAPE, code]]),
]);

/**
 * A text as octets: the GSM default alphabet unpacked (one septet per octet, SMPP data_coding 0), or
 * UTF-16 with the high octet first (data_coding 8). Throws RangeError for a character that the GSM
 * alphabet does not have: `?` in its place would be another message.
 */
export function toOctets(text: string, encoding: Encoding): Buffer {
  if (encoding === 'ucs2') return Buffer.from(text, 'utf16le').swap16();
  const octets: number[] = [];
  for (const char of text) {
    const codes = CODES.get(char);
    if (codes === undefined) throw new RangeError(`“${char}” is not in the GSM alphabet`);
    octets.push(...codes);
  }
  return Buffer.from(octets);
}

const CHARS: ReadonlyMap<number, string> = new Map(
  Array.from(ALPHABET, (char, code): [number, string] => [code, char]),
);
const EXTENDED: ReadonlyMap<number, string> = new Map(
  EXTENSION.map(([char, code]) => [code, char]),
);

/** A text from its octets, as toOctets writes them. An escape that means nothing is left out. */
export function fromOctets(octets: Buffer, encoding: Encoding): string {
  if (encoding === 'ucs2') {
    const even = octets.length - (octets.length % 2);
    return Buffer.from(octets.subarray(0, even)).swap16().toString('utf16le');
  }
  let text = '';
  for (let i = 0; i < octets.length; i++) {
    const code = octets[i] ?? 0;
    if (code !== ESCAPE) text += CHARS.get(code) ?? '?';
    else {
      const next = octets[++i];
      if (next !== undefined) text += EXTENDED.get(next) ?? CHARS.get(next) ?? '?';
    }
  }
  return text;
}
