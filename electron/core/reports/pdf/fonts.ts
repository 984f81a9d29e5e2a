import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { FONT_FILES, type FontFile } from '#core/reports/pdf/font-files.ts';
import { unpackWoff } from '#core/reports/pdf/unpack-woff.ts';

/** Weight of a piece of text. */
export type Weight = 'regular' | 'bold';

/** A stretch of text that one font can set. */
export type Run = { text: string; font: string };

/** Tamil letters with the joiners and spaces between them; everything else is in the Chinese font. */
const TAMIL =
  /[\u0B80-\u0BFF][\u0B80-\u0BFF\u200C\u200D]*(?: +[\u0B80-\u0BFF][\u0B80-\u0BFF\u200C\u200D]*)*/gu;

const NAMES = {
  sans: { regular: 'sans', bold: 'sans-bold' },
  tamil: { regular: 'tamil', bold: 'tamil-bold' },
} as const;

/** File of each font name used in a document. */
const FILES: Readonly<Record<string, FontFile>> = {
  sans: FONT_FILES[0],
  'sans-bold': FONT_FILES[1],
  tamil: FONT_FILES[2],
  'tamil-bold': FONT_FILES[3],
};

const read = new Map<string, Buffer>();

/** Names that `fontData` knows. */
export const FONT_NAMES: readonly string[] = Object.keys(FILES);

/** The bytes of a font, read once per process. Throws where the program was shipped without it. */
export function fontData(name: string): Buffer {
  let data = read.get(name);
  if (!data) {
    const font = FILES[name];
    if (!font) throw new Error(`there is no font ${name}`);
    data = unpackWoff(readFileSync(findFontFile(font)));
    read.set(name, data);
  }
  return data;
}

/** Cuts text where the font changes. */
export function toRuns(text: string, weight: Weight): Run[] {
  const sans = NAMES.sans[weight];
  const runs: Run[] = [];
  let from = 0;
  for (const match of text.matchAll(TAMIL)) {
    if (match.index > from) runs.push({ text: text.slice(from, match.index), font: sans });
    runs.push({ text: match[0], font: NAMES.tamil[weight] });
    from = match.index + match[0].length;
  }
  if (from < text.length) runs.push({ text: text.slice(from), font: sans });
  return runs;
}

/** Beside the built program, which may be in a chunk one folder below; else in its npm package. */
function findFontFile({ package: name, file }: FontFile): string {
  for (const place of ['./fonts/', '../fonts/']) {
    const path = fileURLToPath(new URL(place + file, import.meta.url));
    if (existsSync(path)) return path;
  }
  return createRequire(import.meta.url).resolve(`${name}/files/${file}`);
}
