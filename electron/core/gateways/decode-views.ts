import { isUtf8 } from 'node:buffer';

/**
 * A text as it reads once something in it is decoded, with the place in the source that each of its
 * characters comes from: what is found in the decoded text can be covered in the source.
 */
export type View = {
  text: string;
  /** Begin and end in the source, by UTF-16 unit of `text`. */
  from: readonly number[];
  to: readonly number[];
};

/** The text as it is. */
export function plainView(text: string): View {
  const from = Array.from({ length: text.length }, (_, index) => index);
  return { text, from, to: from.map((index) => index + 1) };
}

/** The place in the source of a stretch of a view. */
export function sourceSpan(view: View, start: number, end: number): [from: number, to: number] {
  return [view.from[start] ?? 0, view.to[end - 1] ?? 0];
}

type Decoder = { pattern: RegExp; decode: (found: string) => string };

const XML_NAMES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
const JSON_NAMES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** How values are escaped on the way to a gateway and back. */
const DECODERS: readonly Decoder[] = [
  { pattern: /(?:%[0-9a-f]{2})+/gi, decode: percentDecode },
  {
    pattern: /\+|(?:%[0-9a-f]{2})+/gi,
    decode: (found) => (found === '+' ? ' ' : percentDecode(found)),
  },
  {
    pattern: /\\(?:u[0-9a-f]{4}|["\\/bfnrt])/gi,
    decode: (found) =>
      found[1]?.toLowerCase() === 'u'
        ? String.fromCharCode(Number.parseInt(found.slice(2), 16))
        : (JSON_NAMES[found.slice(1)] ?? found.slice(1)),
  },
  {
    pattern: /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);/gi,
    decode(found) {
      const inner = found.slice(1, -1).toLowerCase();
      if (!inner.startsWith('#')) return XML_NAMES[inner] ?? found;
      const code = inner.startsWith('#x')
        ? Number.parseInt(inner.slice(2), 16)
        : Number(inner.slice(1));
      return code <= 0x10_ffff ? String.fromCodePoint(code) : found;
    },
  },
];

function percentDecode(run: string): string {
  const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

/**
 * The view and every way to read it with up to `depth` layers of escapes taken off, in any order. Ways
 * that change nothing are left out, so an ordinary text has few.
 */
export function* viewsOf(view: View, depth: number): Generator<View> {
  yield view;
  if (depth <= 0) return;
  for (const decoder of DECODERS) {
    const decoded = decodeView(view, decoder);
    if (decoded) yield* viewsOf(decoded, depth - 1);
  }
}

function decodeView(view: View, { pattern, decode }: Decoder): View | undefined {
  const parts: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let last = 0;
  const keep = (end: number) => {
    parts.push(view.text.slice(last, end));
    for (let at = last; at < end; at++) {
      from.push(view.from[at] ?? 0);
      to.push(view.to[at] ?? 0);
    }
  };
  for (const match of view.text.matchAll(pattern)) {
    const [found] = match;
    const decoded = decode(found);
    if (decoded === found) continue;
    keep(match.index);
    last = match.index + found.length;
    const [begin, end] = sourceSpan(view, match.index, last);
    parts.push(decoded);
    for (let unit = 0; unit < decoded.length; unit++) {
      from.push(begin);
      to.push(end);
    }
  }
  if (last === 0) return undefined;
  keep(view.text.length);
  return { text: parts.join(''), from, to };
}
