import { createHash } from 'node:crypto';
import { plainView, sourceSpan, viewsOf } from '#core/gateways/decode-views.ts';

/** What stands in place of a secret. */
export const MASK = '••••';

/** Covers every form of some secrets in a text; `cut`: the text may end in the middle of one. */
export type Mask = (text: string, options?: { cut?: boolean }) => string;

type Span = [from: number, to: number];

/** Layers of escapes that are taken off a text (a form within JSON within XML, …). */
const DEPTH = 3;
/** Long texts get fewer: they are pages of somebody else, and the work grows with both. */
const LONG = 16_384;
/** A shorter secret counts only where it stands as a word of its own: else it would be everywhere. */
const WORD = 4;
/** Of a secret that is cut off at the end of a text, so much counts as a part of it. */
const LEAST_PART = 3;
/** Of MD5 in base64. */
const SHORTEST_DIGEST = 22;
const ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const;

/**
 * Covers secrets wherever they are: plain, in any case, percent-encoded, escaped as JSON or XML, in
 * base64 or hexadecimal (alone or together with others, as HTTP Basic has it), as a digest, and in
 * several of these at once. Rather too much is covered than too little.
 */
export function createMask(secrets: readonly string[]): Mask {
  const needles = needlesOf(secrets);
  if (needles.length === 0) return (text) => text;
  const finder = new Finder(needles);
  return (text, { cut = false } = {}) =>
    cover(text, finder.find(text, text.length > LONG ? DEPTH - 1 : DEPTH, cut));
}

/** What a driver may make of a secret before it writes it: trimmed, on one line. */
function needlesOf(secrets: readonly string[]): string[] {
  const forms = secrets.flatMap((secret) => [
    secret,
    secret.trim(),
    secret.replace(/[\r\n\0]/g, ' '),
    secret.normalize('NFC'),
  ]);
  return [...new Set(forms)].filter((form) => form.trim() !== '');
}

function cover(text: string, spans: Span[]): string {
  let result = '';
  let last = 0;
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    if (to <= last) continue;
    result += from <= last && result.endsWith(MASK) ? '' : text.slice(last, from) + MASK;
    last = to;
  }
  return result + text.slice(last);
}

class Finder {
  private readonly needles: readonly string[];
  private readonly patterns: readonly RegExp[];
  private readonly digests: readonly string[];
  private readonly shortest: number;

  constructor(needles: readonly string[]) {
    this.needles = needles;
    this.patterns = needles.map(toPattern);
    this.digests = digestsOf(needles);
    this.shortest = Math.min(...needles.map((needle) => Buffer.byteLength(needle)));
  }

  find(text: string, depth: number, cut: boolean): Span[] {
    const spans: Span[] = [];
    for (const view of viewsOf(plainView(text), depth)) {
      const found = [
        ...this.plain(view.text),
        ...(depth > 0 ? this.encoded(view.text, depth, cut) : []),
        ...(cut ? this.begun(view.text) : []),
      ];
      for (const [start, end] of found) spans.push(sourceSpan(view, start, end));
    }
    return spans;
  }

  private *plain(text: string): Generator<Span> {
    for (const pattern of this.patterns) {
      for (const { index, 0: found } of text.matchAll(pattern)) yield [index, index + found.length];
    }
  }

  /** Runs of base64 or hexadecimal that hold a secret, and digests of one. */
  private *encoded(text: string, depth: number, cut: boolean): Generator<Span> {
    for (const [pattern, holds] of [
      [/[A-Za-z0-9+/_-]{2,}={0,2}/g, this.isInBase64.bind(this)],
      [/[0-9a-f]{2,}/gi, this.isInHex.bind(this)],
    ] as const) {
      for (const { index, 0: run } of text.matchAll(pattern)) {
        const end = index + run.length;
        const last = cut && end >= text.length;
        if (run.length < this.shortest && !last) continue;
        if (this.hasDigest(run) || holds(run, depth, last)) yield [index, end];
      }
    }
  }

  private hasDigest(run: string): boolean {
    if (run.length < SHORTEST_DIGEST) return false;
    const lower = run.toLowerCase();
    return this.digests.some((digest) => run.includes(digest) || lower.includes(digest));
  }

  /** What stands before it may belong to the same run (`/send/QUJD…`), so it is read from four places. */
  private isInBase64(run: string, depth: number, cut: boolean): boolean {
    return [0, 1, 2, 3].some((start) =>
      this.isIn(Buffer.from(run.slice(start), 'base64'), depth, cut),
    );
  }

  private isInHex(run: string, depth: number, cut: boolean): boolean {
    return [0, 1].some((start) => this.isIn(Buffer.from(run.slice(start), 'hex'), depth, cut));
  }

  private isIn(bytes: Buffer, depth: number, cut: boolean): boolean {
    if (bytes.length < Math.min(this.shortest, LEAST_PART)) return false;
    const text = bytes.toString('utf8');
    // Chance bytes hold every short word sooner or later: those count in plain text only.
    if (this.shortest < WORD && !/^[\x20-\x7e]+$/.test(text)) return this.isLongIn(text);
    return this.find(text, Math.min(1, depth - 1), cut).length > 0;
  }

  private isLongIn(text: string): boolean {
    return this.needles.some((needle) => needle.length >= WORD && text.includes(needle));
  }

  /** The beginning of a secret at the very end. */
  private *begun(text: string): Generator<Span> {
    for (const needle of this.needles) {
      for (let length = Math.min(needle.length - 1, text.length); length >= LEAST_PART; length--) {
        if (!text.endsWith(needle.slice(0, length))) continue;
        yield [text.length - length, text.length];
        break;
      }
    }
  }
}

function toPattern(needle: string): RegExp {
  const escaped = needle.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return needle.length < WORD
    ? new RegExp(`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`, 'gi')
    : new RegExp(escaped, 'gi');
}

/** Of each secret, and of each two as HTTP Basic and simple signatures put them together. */
function digestsOf(needles: readonly string[]): string[] {
  const pairs = needles.flatMap((one) =>
    needles.filter((other) => other !== one).flatMap((other) => [`${one}:${other}`, one + other]),
  );
  return [...needles, ...pairs].flatMap((text) =>
    ALGORITHMS.flatMap((algorithm) => {
      const digest = createHash(algorithm).update(text).digest();
      const base64 = digest.toString('base64').replace(/=+$/, '');
      return [digest.toString('hex'), base64, base64.replaceAll('+', '-').replaceAll('/', '_')];
    }),
  );
}
