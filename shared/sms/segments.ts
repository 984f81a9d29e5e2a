import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { SEPTETS, suggestReplacement } from '#shared/sms/gsm7.ts';

/** How a text travels: 7-bit GSM alphabet, or 16-bit Unicode for anything outside it. */
export type Encoding = 'gsm7' | 'ucs2';

/** A character that forces the whole message into Unicode, which costs more parts. */
export type Offender = {
  char: string;
  /** Position of its first occurrence, in UTF-16 units of the text measured. */
  index: number;
  /** What could stand in its place in GSM-7; empty string means "leave it out". */
  suggestion?: string;
};

/** Part sizes of a gateway. */
export type PartSizes = Pick<GatewayProfile, 'gsm7' | 'ucs2'>;

/** What a text costs on a gateway. */
export type TextMeasure = {
  encoding: Encoding;
  /** Billed SMS; 0 for an empty text. */
  parts: number;
  /** Septets (GSM-7) or UTF-16 code units (UCS-2), line breaks counted once. */
  units: number;
  /** Units still free in the last part. */
  unitsLeft: number;
  /** Distinct characters that force UCS-2, at most 20, in order of appearance. */
  offenders: Offender[];
};

const MAX_OFFENDERS = 20;
const CR = 13;
const LF = 10;

/**
 * The text as it is sent: CRLF and lone CR become LF, and half of a surrogate pair, which no encoding can write,
 * becomes U+FFFD as in the database. Everything else is untouched.
 */
export function toWireText(text: string): string {
  const plain = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return plain.toWellFormed();
}

/**
 * Counts the parts a text takes, greedily filled: neither an escape pair nor a surrogate pair is
 * split over two parts, so a part may end one unit short. CRLF counts as one line break.
 */
export function measureText(text: string, sizes: PartSizes): TextMeasure {
  let septets = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const cost = SEPTETS[code] ?? 0;
    if (cost !== 0) septets += cost;
    else if (code !== CR) return measureUcs2(text, sizes, i);
    else if (text.charCodeAt(i + 1) !== LF) septets += 1;
  }
  const { single, multi } = sizes.gsm7;
  if (septets === 0)
    return { encoding: 'gsm7', parts: 0, units: 0, unitsLeft: single, offenders: [] };
  if (septets <= single) {
    return {
      encoding: 'gsm7',
      parts: 1,
      units: septets,
      unitsLeft: single - septets,
      offenders: [],
    };
  }
  let parts = 1;
  let used = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const cost = code === CR ? (text.charCodeAt(i + 1) === LF ? 0 : 1) : (SEPTETS[code] ?? 0);
    if (used + cost > multi) {
      parts++;
      used = 0;
    }
    used += cost;
  }
  return { encoding: 'gsm7', parts, units: septets, unitsLeft: multi - used, offenders: [] };
}

/** Length of the character at `i` in UTF-16 units: 2 for a well-formed surrogate pair. */
function unitsAt(text: string, i: number): 1 | 2 {
  const high = text.charCodeAt(i);
  if (high < 0xd800 || high > 0xdbff) return 1;
  const low = text.charCodeAt(i + 1);
  return low >= 0xdc00 && low <= 0xdfff ? 2 : 1;
}

function measureUcs2(text: string, sizes: PartSizes, firstOffender: number): TextMeasure {
  const { single, multi } = sizes.ucs2;
  let parts = 1;
  let used = 0;
  let units = 0;
  for (let i = 0; i < text.length;) {
    const size = unitsAt(text, i);
    if (text.charCodeAt(i) === CR && text.charCodeAt(i + 1) === LF) {
      i++;
      continue;
    }
    if (used + size > multi) {
      parts++;
      used = 0;
    }
    used += size;
    units += size;
    i += size;
  }
  const offenders = findOffenders(text, firstOffender);
  if (units <= single)
    return { encoding: 'ucs2', parts: 1, units, unitsLeft: single - units, offenders };
  return { encoding: 'ucs2', parts, units, unitsLeft: multi - used, offenders };
}

function findOffenders(text: string, from: number): Offender[] {
  const found: Offender[] = [];
  for (let i = from; i < text.length && found.length < MAX_OFFENDERS;) {
    const size = unitsAt(text, i);
    const code = text.charCodeAt(i);
    if (SEPTETS[code] === 0 && code !== CR) {
      const char = size === 1 ? text.charAt(i) : text.slice(i, i + 2);
      if (!found.some((offender) => offender.char === char)) {
        const suggestion = suggestReplacement(char);
        found.push(suggestion === undefined ? { char, index: i } : { char, index: i, suggestion });
      }
    }
    i += size;
  }
  return found;
}
