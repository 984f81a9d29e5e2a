import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import Papa from 'papaparse';
import { encodingNote, type TextEncodingName } from '#core/contacts/import/detect-encoding.ts';
import type { RowBatch, RowSource, SourceRow } from '#core/contacts/import/row-source.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_BYTES = 128 * 1024;
const READ_BYTES = 256 * 1024;
/** A record longer than this is an opening quotation mark that is never closed. */
const MAX_RECORD = 1_000_000;

type Dialect = { encoding: TextEncodingName; delimiter: string; newline: '\n' | '\r' };

/** Opens a text table: finds its delimiter; rows are streamed. */
export async function openTextSource(
  file: { path: string; name: string },
  encoding: TextEncodingName,
): Promise<RowSource> {
  const sample = await readSample(file.path, encoding);
  const extension = extname(file.name).toLowerCase();
  // A lone carriage return ends lines only in files of the old Mac.
  const newline = !sample.includes('\n') && sample.includes('\r') ? '\r' : '\n';
  const declared = /^sep=(.)\r?\n/i.exec(sample)?.[1];
  const delimiter = declared ?? guessDelimiter(sample, newline, extension === '.tsv');
  const dialect: Dialect = { encoding, delimiter, newline };
  const note = encodingNote(encoding);
  return {
    format: extension === '.tsv' ? 'tsv' : extension === '.txt' ? 'txt' : 'csv',
    encoding,
    delimiter,
    sheets: [],
    sheet: null,
    total: (await stat(file.path)).size,
    width: null,
    notes: note === undefined ? [] : [note],
    batches: () => readRecords(file.path, dialect, declared !== undefined),
  };
}

async function readSample(path: string, encoding: TextEncodingName): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    return new TextDecoder(encoding).decode(buffer.subarray(0, bytesRead), { stream: true });
  } finally {
    await handle.close();
  }
}

/** The delimiter that cuts the first lines into the same number of cells, more than one. */
function guessDelimiter(sample: string, newline: '\n' | '\r', preferTab: boolean): string {
  let best = { delimiter: preferTab ? '\t' : ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const { data } = parse(sample, { delimiter, newline, preview: 50 }, false);
    const widths = data.filter((row) => row.length > 1 || row[0]?.trim() !== '').map(widthOf);
    const usual = mode(widths);
    if (usual < 2) continue;
    const share = widths.filter((width) => width === usual).length / widths.length;
    const score = share * 100 + Math.min(usual, 50) + (preferTab && delimiter === '\t' ? 100 : 0);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function widthOf(row: readonly string[]): number {
  return row.length;
}

function mode(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

type Parsed = { data: string[][]; cursor: number; firstBroken: number | undefined };

/** papaparse's own parser over one piece of text; with `partial` an unfinished last row is left. */
function parse(
  text: string,
  config: { delimiter: string; newline: '\n' | '\r'; preview?: number },
  partial: boolean,
): Parsed {
  const result: Papa.ParseResult<string[]> = new Papa.Parser(config).parse(text, 0, partial);
  return {
    data: result.data,
    cursor: result.meta.cursor,
    // An unfinished last row may still turn out to be sound.
    firstBroken: result.errors.find(
      ({ type, row }) => type === 'Quotes' && (!partial || (row ?? 0) < result.data.length),
    )?.row,
  };
}

/**
 * Reads records in order. A record whose quotation marks do not pair up costs itself only: its first
 * line is handed out as damaged and reading goes on behind it, instead of swallowing what follows.
 */
async function* readRecords(
  path: string,
  dialect: Dialect,
  skipFirst: boolean,
): AsyncGenerator<RowBatch> {
  const decoder = new TextDecoder(dialect.encoding);
  let number = 0;
  let rest = '';
  let done = 0;
  let skip = skipFirst;
  const toRows = (records: readonly string[][], damaged: boolean): SourceRow[] =>
    records.map((cells) => {
      number += 1;
      return damaged ? { number, cells, damaged } : { number, cells };
    });
  const drain = (last: boolean): SourceRow[] => {
    const rows: SourceRow[] = [];
    for (;;) {
      const parsed = parse(rest, dialect, !last);
      if (parsed.firstBroken === undefined) {
        rows.push(...toRows(parsed.data, false));
        rest = rest.slice(parsed.cursor);
        if (last || rest.length < MAX_RECORD) return rows;
      } else if (parsed.firstBroken > 0) {
        const sound = parse(rest, { ...dialect, preview: parsed.firstBroken }, false);
        rows.push(...toRows(sound.data, false));
        rest = rest.slice(sound.cursor);
      }
      const end = rest.indexOf(dialect.newline);
      // The broken line itself may not be complete yet.
      if (end === -1 && !last && rest.length < MAX_RECORD) return rows;
      const line = end === -1 ? rest : rest.slice(0, end);
      rows.push(...toRows([line.split(dialect.delimiter)], true));
      rest = end === -1 ? '' : rest.slice(end + 1);
      if (rest === '') return rows;
    }
  };
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    if (!Buffer.isBuffer(chunk)) continue;
    rest += decoder.decode(chunk, { stream: true });
    done += chunk.length;
    if (skip) {
      rest = rest.slice(rest.indexOf('\n') + 1);
      skip = false;
    }
    yield { rows: drain(false), done };
  }
  rest += decoder.decode();
  // A line end at the end of the file does not begin another row.
  if (rest !== '') yield { rows: drain(true), done };
}
