import { normalisePhone } from '#shared/phone/normalise.ts';

/** Numbers out of a pasted text, and the lines that are none (line numbers from 1). */
export type PastedNumbers = {
  /** Different MSISDNs in the order they appear. */
  msisdns: string[];
  refused: { line: number; text: string; code: string; message: string }[];
};

/** One number a line; also several in a line when commas or semicolons stand between them. */
export function readPastedNumbers(text: string, country: string): PastedNumbers {
  const found = new Set<string>();
  const refused: PastedNumbers['refused'] = [];
  text.split(/\r\n|\r|\n/).forEach((line, at) => {
    for (const piece of line.split(/[,;\t]/)) {
      const written = piece.trim();
      if (written === '') continue;
      const result = normalisePhone(written, { country });
      if (result.ok) found.add(result.msisdn);
      else
        refused.push({ line: at + 1, text: written, code: result.code, message: result.message });
    }
  });
  return { msisdns: [...found], refused };
}
