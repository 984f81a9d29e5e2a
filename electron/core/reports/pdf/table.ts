import {
  lineHeight,
  styleOf,
  type Align,
  type Canvas,
  type TextStyle,
} from '#core/reports/pdf/canvas.ts';
import { COLOUR, CONTENT_WIDTH, PAGE } from '#core/reports/pdf/style.ts';

/** A column: `share` is its part of the width by comparison with the others. */
export type TableColumn = { header: string; share: number; align?: Align };

/** A table. Rows may come one by one from a database; `total` is set in bold under a rule. */
export type PdfTable = {
  columns: readonly TableColumn[];
  rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>;
  total?: readonly string[];
};

/** The flow that a table is set in. */
export type Flow = {
  readonly canvas: Canvas;
  y: number;
  /** Room left on this page. */
  left(): number;
  newPage(): void;
};

const GUTTER = 8;
const PADDING = 3.5;
const HEAD = styleOf({ weight: 'bold', size: 8.5 });
const CELL = styleOf({ size: 8.5 });
const TOTAL = styleOf({ weight: 'bold', size: 8.5 });

type Cell = { x: number; width: number; align: Align };

/**
 * Sets a table. The header stands again on every page; a row stays in one piece unless it is longer
 * than a page.
 */
export async function drawTable(flow: Flow, { columns, rows, total }: PdfTable): Promise<void> {
  const cells = layOut(columns);
  const headers = columns.map((column) => column.header);
  const head = () => drawRow(flow, cells, headers, HEAD, { band: true });
  const first = lineHeight(CELL) + 2 * PADDING;
  if (flow.left() < heightOf(flow, cells, headers, HEAD) + first) flow.newPage();
  head();
  const again = () => {
    flow.newPage();
    head();
  };
  for await (const row of rows) drawRow(flow, cells, row, CELL, { again });
  if (total) drawRow(flow, cells, total, TOTAL, { again, heavy: true });
}

function layOut(columns: readonly TableColumn[]): Cell[] {
  const all = columns.reduce((sum, { share }) => sum + share, 0);
  let x = PAGE.left;
  return columns.map(({ share, align = 'left' }) => {
    const width = (CONTENT_WIDTH * share) / all;
    const cell = { x: x + GUTTER / 2, width: width - GUTTER, align };
    x += width;
    return cell;
  });
}

function heightOf(flow: Flow, cells: readonly Cell[], texts: readonly string[], style: TextStyle) {
  const lines = cells.map(
    (cell, at) => flow.canvas.wrap(texts[at] ?? '', cell.width, style).length,
  );
  return Math.max(1, ...lines) * lineHeight(style) + 2 * PADDING;
}

function drawRow(
  flow: Flow,
  cells: readonly Cell[],
  texts: readonly string[],
  style: TextStyle,
  { band = false, heavy = false, again }: { band?: boolean; heavy?: boolean; again?: () => void },
): void {
  const { canvas } = flow;
  const wrapped = cells.map((cell, at) => canvas.wrap(texts[at] ?? '', cell.width, style));
  const count = Math.max(1, ...wrapped.map((lines) => lines.length));
  const height = lineHeight(style);
  if (again && flow.left() < count * height + 2 * PADDING) again();
  let from = 0;
  while (from < count) {
    const fits = Math.max(1, Math.floor((flow.left() - 2 * PADDING) / height));
    const to = Math.min(count, from + fits);
    const rowHeight = (to - from) * height + 2 * PADDING;
    if (band) canvas.fill(PAGE.left, flow.y, CONTENT_WIDTH, rowHeight, COLOUR.band);
    if (heavy) canvas.rule(PAGE.left, flow.y, CONTENT_WIDTH, COLOUR.text);
    for (const [at, cell] of cells.entries()) {
      for (const [below, line] of (wrapped[at] ?? []).slice(from, to).entries()) {
        canvas.line(line, { ...cell, y: flow.y + PADDING + below * height }, style);
      }
    }
    flow.y += rowHeight;
    canvas.rule(PAGE.left, flow.y, CONTENT_WIDTH);
    from = to;
    if (from < count) again?.();
  }
}
