import type { SlipType } from '#shared/contract/top-ups.ts';

/** Bytes of the start of a file that `sniffSlip` looks at. */
export const SNIFF_BYTES = 16;

/**
 * What a file is by its first bytes; undefined where it is none of the four that a slip may be. The
 * name and the sender's word for the type count for nothing.
 */
export function sniffSlip(start: Buffer): SlipType | undefined {
  const text = start.toString('latin1');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp';
  if (text.startsWith('%PDF-')) return 'application/pdf';
  return undefined;
}
