/**
 * Reads CSV (RFC 4180) piece by piece: the cells of each line, unquoted. Lines end with CRLF or LF; a
 * byte order mark is skipped. Nothing is guessed and nothing is repaired.
 */
export async function* readCsvLines(
  pieces: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string[]> {
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let wasQuote = false;
  let isFirst = true;
  for await (const piece of pieces) {
    const text = isFirst && piece.startsWith('\uFEFF') ? piece.slice(1) : piece;
    isFirst = isFirst && piece === '';
    let from = 0;
    for (let i = 0; i < text.length; i += 1) {
      const char = text.charCodeAt(i);
      if (char === QUOTE) {
        cell += text.slice(from, i);
        // A doubled quote inside quotes is one quote; any other opens or closes.
        if (wasQuote) cell += '"';
        wasQuote = isQuoted && !wasQuote;
        isQuoted = !isQuoted;
        from = i + 1;
        continue;
      }
      wasQuote = false;
      if (isQuoted || (char !== COMMA && char !== LINE_FEED)) continue;
      cell += text.slice(from, i);
      from = i + 1;
      if (char === LINE_FEED && cell.endsWith('\r')) cell = cell.slice(0, -1);
      cells.push(cell);
      cell = '';
      if (char === COMMA) continue;
      yield cells;
      cells = [];
    }
    cell += text.slice(from);
  }
  if (cell !== '' || cells.length > 0) yield [...cells, cell];
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
