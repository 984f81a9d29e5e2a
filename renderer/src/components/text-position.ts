/** Offset of a line and column (both from 1) in UTF-16 units, never outside the text. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const next = /\r\n|\r|\n/.exec(text.slice(start));
    if (!next) break;
    start += next.index + next[0].length;
  }
  return Math.min(start + column - 1, text.length);
}
