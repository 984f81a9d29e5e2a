import { SEPTETS } from '#shared/sms/gsm7.ts';
import { toWireText, type Encoding, type PartSizes } from '#shared/sms/segments.ts';

/**
 * The text of each part, cut exactly where `measureText` counts: greedily, and never through an
 * escape pair or a surrogate pair. Line breaks become LF. An empty text is one empty part.
 */
export function splitParts(text: string, encoding: Encoding, sizes: PartSizes): string[] {
  const wire = toWireText(text);
  const { single, multi } = encoding === 'gsm7' ? sizes.gsm7 : sizes.ucs2;
  let units = 0;
  const parts: string[] = [];
  let from = 0;
  let used = 0;
  let at = 0;
  for (const char of wire) {
    const cost = encoding === 'ucs2' ? char.length : Math.max(1, SEPTETS[char.charCodeAt(0)] ?? 1);
    units += cost;
    if (used + cost > multi) {
      parts.push(wire.slice(from, at));
      from = at;
      used = 0;
    }
    used += cost;
    at += char.length;
  }
  if (units <= single) return [wire];
  parts.push(wire.slice(from));
  return parts;
}
