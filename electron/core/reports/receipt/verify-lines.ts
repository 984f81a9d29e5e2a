import { Chain, RECEIPT_COLUMNS, RECEIPT_FORM } from '#core/reports/receipt/chain.ts';

/** What a receipt says of itself once it is proved whole. */
export type WholeReceipt = {
  ok: true;
  rows: number;
  /** The hash of the last line: whoever knows it from elsewhere knows that this is the same receipt. */
  seal: string;
  facts: Record<string, unknown>;
  totals: Record<string, unknown>;
};

/** The first row that is not as it was written. Row 0 is the line of facts; null: before any row. */
export type BrokenReceipt = {
  ok: false;
  problem: 'not-a-receipt' | 'changed' | 'removed' | 'added' | 'cut';
  row: number | null;
  /** Line of the file, from 1 (a line of a table, not of text: a message may have several). */
  line: number;
  message: string;
};

/** See WholeReceipt and BrokenReceipt. */
export type Verdict = WholeReceipt | BrokenReceipt;

/**
 * Follows the chain of a receipt from its first line to its last and names the first row that was
 * changed, removed, added or moved. Reads line by line, however large.
 */
export async function verifyLines(lines: AsyncIterable<string[]>): Promise<Verdict> {
  const chain = new Chain();
  let line = 0;
  let row = 0;
  let facts: Record<string, unknown> = {};
  let whole: WholeReceipt | undefined;
  for await (const cells of lines) {
    line += 1;
    if (line === 1) {
      if (cells.join() !== RECEIPT_COLUMNS.join()) return notAReceipt(line);
      continue;
    }
    if (whole) {
      return broken('added', row + 1, line, `Something was added after the end, in line ${line}.`);
    }
    const verdict = checkLine(chain, cells, row, line);
    if (verdict !== null) return verdict;
    const [kind, , , , text = ''] = cells;
    if (kind === 'receipt') {
      facts = toRecord(text);
      if (facts['form'] !== RECEIPT_FORM) return notAReceipt(line);
    }
    if (kind === 'end') {
      whole = { ok: true, rows: row - 1, seal: cells.at(-1) ?? '', facts, totals: toRecord(text) };
    } else row += 1;
  }
  if (whole) return whole;
  if (line === 0) return notAReceipt(1);
  return broken('cut', row, line + 1, `The receipt ends before row ${row}: rows are missing.`);
}

/** What is wrong with one line where row `row` belongs, or null. */
function checkLine(
  chain: Chain,
  cells: readonly string[],
  row: number,
  line: number,
): BrokenReceipt | null {
  const [kind = '', number = '', to = ''] = cells;
  const known = RECEIPT_COLUMNS.length;
  if (cells.length !== known) {
    return broken(
      'changed',
      row,
      line,
      `Row ${row} has ${cells.length} cells instead of ${known}.`,
    );
  }
  const hash = chain.add(cells.slice(0, -1));
  const isPlace = kind === 'receipt' ? row === 0 : kind === 'end' || kind === 'message';
  if (hash === cells.at(-1) && number === String(row) && isPlace) return null;
  const found = Number(number);
  const isNumbered = /^\d+$/.test(number);
  if (isNumbered && found > row) {
    const missing = found - row === 1 ? `Row ${row} is not` : `Rows ${row} to ${found - 1} are not`;
    return broken(
      'removed',
      row,
      line,
      `${missing} where the receipt had ${found - row === 1 ? 'it' : 'them'}: removed, or moved.`,
    );
  }
  if (isNumbered && found < row) {
    return broken(
      'added',
      row,
      line,
      `Where row ${row} belongs stands one that says it is row ${found}: it was added, or moved.`,
    );
  }
  const who = to === '' ? '' : ` (to ${to})`;
  return broken('changed', row, line, `Row ${row}${who} was changed.`);
}

function broken(
  problem: BrokenReceipt['problem'],
  row: number | null,
  line: number,
  message: string,
): BrokenReceipt {
  return { ok: false, problem, row, line, message };
}

function notAReceipt(line: number): BrokenReceipt {
  return broken(
    'not-a-receipt',
    null,
    line,
    'This is not a receipt of Siar, or its first lines were changed.',
  );
}

function toRecord(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
