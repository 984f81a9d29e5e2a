import { lineHeight, styleOf, type Canvas } from '#core/reports/pdf/canvas.ts';
import type { Flow } from '#core/reports/pdf/table.ts';
import { COLOUR, CONTENT_WIDTH, PAGE, SIZE, TONES, type Tone } from '#core/reports/pdf/style.ts';

/** Horizontal bars, longest scale the largest value; `text` is what stands beside the bar. */
export type PdfBarChart = {
  bars: readonly { label: string; value: number; text: string; tone?: Tone }[];
};

/** Upright columns, each a stack of one value per series, with a legend. */
export type PdfColumnChart = {
  series: readonly { label: string; tone: Tone }[];
  columns: readonly { label: string; values: readonly number[] }[];
  /** How the figure on the axis is written. */
  format?: (value: number) => string;
};

const LABEL = styleOf({ size: SIZE.small });
const DIMMED = styleOf({ size: SIZE.small, colour: COLOUR.dimmed });
const LABEL_WIDTH = 130;
const VALUE_WIDTH = 90;
const PLOT_HEIGHT = 120;

/** Sets horizontal bars; they may run over several pages. */
export function drawBarChart(flow: Flow, { bars }: PdfBarChart): void {
  const { canvas } = flow;
  const longest = Math.max(1, ...bars.map((bar) => bar.value));
  const room = CONTENT_WIDTH - LABEL_WIDTH - VALUE_WIDTH - 16;
  for (const bar of bars) {
    const labels = canvas.wrap(bar.label, LABEL_WIDTH, LABEL);
    const height = Math.max(1, labels.length) * lineHeight(LABEL) + 4;
    if (flow.left() < height) flow.newPage();
    for (const [below, line] of labels.entries()) {
      const y = flow.y + 2 + below * lineHeight(LABEL);
      canvas.line(line, { x: PAGE.left, y, width: LABEL_WIDTH }, LABEL);
    }
    const width = (Math.max(0, bar.value) / longest) * room;
    const x = PAGE.left + LABEL_WIDTH + 8;
    // A bar for something is never too thin to see; nothing has no bar.
    if (bar.value > 0) {
      const thin = Math.max(1, width);
      canvas.fill(x, flow.y + 3, thin, lineHeight(LABEL) - 3, TONES[bar.tone ?? 'accent']);
    }
    const beside = { x: x + width + 6, y: flow.y + 2, width: VALUE_WIDTH };
    canvas.line(bar.text, beside, LABEL);
    flow.y += height;
  }
}

/** Sets a column chart in one piece. */
export function drawColumnChart(flow: Flow, chart: PdfColumnChart): void {
  const { canvas } = flow;
  const { series, columns, format = String } = chart;
  const needed = PLOT_HEIGHT + 3 * lineHeight(LABEL) + 12;
  if (flow.left() < needed) flow.newPage();
  drawLegend(flow, series);
  const sums = columns.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const highest = Math.max(1, ...sums);
  const axis = Math.max(...[highest, 0].map((value) => canvas.widthOf(format(value), DIMMED))) + 6;
  const plot = { x: PAGE.left + axis, y: flow.y + 4, width: CONTENT_WIDTH - axis };
  for (const part of [0, 0.5, 1]) {
    const y = plot.y + PLOT_HEIGHT * (1 - part);
    canvas.rule(plot.x, y, plot.width);
    const value = highest * part;
    if (!Number.isInteger(value)) continue;
    const box = { x: PAGE.left, y: y - lineHeight(DIMMED) / 2, width: axis - 6 };
    canvas.line(format(value), { ...box, align: 'right' }, DIMMED);
  }
  const step = plot.width / Math.max(1, columns.length);
  for (const [at, column] of columns.entries()) {
    let top = plot.y + PLOT_HEIGHT;
    for (const [which, value] of column.values.entries()) {
      const height = (value / highest) * PLOT_HEIGHT;
      if (height <= 0) continue;
      top -= height;
      const width = Math.max(0.5, step * 0.7);
      const tone = series[which]?.tone ?? 'neutral';
      canvas.fill(plot.x + at * step + (step - width) / 2, top, width, height, TONES[tone]);
    }
  }
  flow.y = plot.y + PLOT_HEIGHT + 2;
  labelColumns(canvas, flow.y, plot.x, step, columns);
  flow.y += lineHeight(LABEL) + 6;
}

function drawLegend(flow: Flow, series: PdfColumnChart['series']): void {
  let { left: x } = PAGE;
  for (const { label, tone } of series) {
    flow.canvas.fill(x, flow.y + 2, 8, 8, TONES[tone]);
    const width = flow.canvas.widthOf(label, LABEL);
    flow.canvas.line(label, { x: x + 12, y: flow.y, width }, LABEL);
    x += width + 26;
  }
  flow.y += lineHeight(LABEL) + 4;
}

/** As many labels as have room, the first among them. */
function labelColumns(
  canvas: Canvas,
  y: number,
  left: number,
  step: number,
  columns: PdfColumnChart['columns'],
): void {
  const widest = Math.max(1, ...columns.map(({ label }) => canvas.widthOf(label, DIMMED)));
  const every = Math.max(1, Math.ceil((widest + 6) / step));
  for (const [at, { label }] of columns.entries()) {
    if (at % every !== 0) continue;
    const room = step * every;
    const x = left + at * step + step / 2 - room / 2;
    canvas.line(label, { x, y, width: room, align: 'centre' }, DIMMED);
  }
}
