import {
  drawBarChart,
  drawColumnChart,
  type PdfBarChart,
  type PdfColumnChart,
} from '#core/reports/pdf/charts.ts';
import {
  createCanvas,
  lineHeight,
  styleOf,
  type Align,
  type Canvas,
  type TextStyle,
} from '#core/reports/pdf/canvas.ts';
import { drawTable, type Flow, type PdfTable } from '#core/reports/pdf/table.ts';
import { COLOUR, CONTENT_BOTTOM, CONTENT_WIDTH, PAGE, SIZE } from '#core/reports/pdf/style.ts';

/** What a document is called and what stands on each of its pages. */
export type PdfOptions = {
  /** In the properties of the file and, small, at the right of every header. */
  title: string;
  /** Left in every header; empty shows `Siar`. */
  shopName: string;
  /** Language of the text, for readers aloud and for the words of the furniture. */
  language: 'en' | 'ms' | 'zh';
  /** Moment written into the file, ms: the same document made of the same data has the same bytes. */
  createdAt: number;
  /** Left in every footer, for example where the numbers come from. */
  footer?: string;
  /** A file inside the file, which readers offer to save. */
  attachment?: { name: string; type: string; content: Buffer };
};

/**
 * An A4 document that grows downwards; whatever does not fit goes to the next page. Latin, Malay,
 * Chinese (the common characters of both scripts) and Tamil are set in embedded subsets of Noto; what
 * those do not have (emoji) shows as an empty box.
 */
export type PdfDocument = {
  /** The title of the document, or of a part of it. Never stands alone at the foot of a page. */
  heading(text: string, level?: 1 | 2): void;
  text(
    text: string,
    look?: { small?: boolean; dimmed?: boolean; bold?: boolean; align?: Align },
  ): void;
  /** Labels with their values, in two columns of pairs unless `columns` is 1. */
  facts(facts: readonly { label: string; value: string }[], columns?: 1 | 2): void;
  table(table: PdfTable): Promise<void>;
  barChart(chart: PdfBarChart): void;
  columnChart(chart: PdfColumnChart): void;
  /** Free room, points. */
  gap(points: number): void;
  rule(): void;
  /** Goes to a new page unless this much room is left, points. */
  keepRoom(points: number): void;
};

const PAGE_WORDS = {
  en: (page: number, pages: number) => `Page ${page} of ${pages}`,
  ms: (page: number, pages: number) => `Muka surat ${page} daripada ${pages}`,
  zh: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
} as const;

const LOCALES = { en: 'en-MY', ms: 'ms-MY', zh: 'zh-CN' } as const;

/**
 * Makes a PDF file: `build` sets its content. Pages stay in memory until the end, because each says how
 * many there are: about 10 kB each.
 */
export async function renderPdf(
  options: PdfOptions,
  build: (document: PdfDocument) => void | Promise<void>,
): Promise<Buffer> {
  // A megabyte of program that only a document needs.
  const { default: PDFDocument } = await import('pdfkit');
  const pdf = new PDFDocument({
    autoFirstPage: false,
    bufferPages: true,
    // Null: no font by default, so that no standard font, which is not embedded, is ever in the file.
    font: null as unknown as string,
    size: [PAGE.width, PAGE.height],
    margin: 0,
    pdfVersion: '1.7',
    lang: LOCALES[options.language],
    displayTitle: true,
    info: {
      Title: options.title,
      Author: options.shopName || 'Siar',
      Creator: 'Siar',
      Producer: 'Siar',
      CreationDate: new Date(options.createdAt),
    },
  });
  const chunks: Buffer[] = [];
  const whole = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  const flow = createFlow(createCanvas(pdf));
  flow.newPage();
  await build(createDocument(flow));
  attach(pdf, options);
  drawFurniture(flow.canvas, options);
  pdf.end();
  return whole;
}

function attach(pdf: Canvas['pdf'], { attachment, createdAt }: PdfOptions): void {
  if (!attachment) return;
  const { name, type, content } = attachment;
  // Fixed times: the same document made of the same data has the same bytes.
  const date = new Date(createdAt);
  pdf.file(content, { name, type, creationDate: date, modifiedDate: date });
}

function createFlow(canvas: Canvas): Flow {
  const flow: Flow = {
    canvas,
    y: PAGE.top,
    left: () => CONTENT_BOTTOM - flow.y,
    newPage() {
      canvas.pdf.addPage();
      flow.y = PAGE.top;
    },
  };
  return flow;
}

function createDocument(flow: Flow): PdfDocument {
  return {
    heading(text, level = 1) {
      const style = styleOf({ weight: 'bold', size: level === 1 ? SIZE.title : SIZE.heading });
      if (flow.left() < 90) flow.newPage();
      if (flow.y > PAGE.top) flow.y += level === 1 ? 14 : 12;
      drawText(flow, text, style, 'left');
      flow.y += level === 1 ? 6 : 3;
    },
    text(text, { small = false, dimmed = false, bold = false, align = 'left' } = {}) {
      const style = styleOf({
        size: small ? SIZE.small : SIZE.body,
        weight: bold ? 'bold' : 'regular',
        colour: dimmed ? COLOUR.dimmed : COLOUR.text,
      });
      drawText(flow, text, style, align);
    },
    facts: (facts, columns = 2) => drawFacts(flow, facts, columns),
    table: (table) => drawTable(flow, table),
    barChart: (chart) => drawBarChart(flow, chart),
    columnChart: (chart) => drawColumnChart(flow, chart),
    gap(points) {
      flow.y += points;
    },
    rule() {
      if (flow.left() < 8) flow.newPage();
      flow.canvas.rule(PAGE.left, flow.y + 4, CONTENT_WIDTH);
      flow.y += 8;
    },
    keepRoom(points) {
      if (flow.left() < points && flow.y > PAGE.top) flow.newPage();
    },
  };
}

function drawText(flow: Flow, text: string, style: TextStyle, align: Align): void {
  for (const line of flow.canvas.wrap(text, CONTENT_WIDTH, style)) {
    if (flow.left() < lineHeight(style)) flow.newPage();
    flow.canvas.line(line, { x: PAGE.left, y: flow.y, width: CONTENT_WIDTH, align }, style);
    flow.y += lineHeight(style);
  }
}

function drawFacts(
  flow: Flow,
  facts: readonly { label: string; value: string }[],
  columns: 1 | 2,
): void {
  const width = CONTENT_WIDTH / columns;
  const labelWidth = columns === 1 ? 150 : 104;
  const label = styleOf({ colour: COLOUR.dimmed });
  const value = styleOf();
  for (let at = 0; at < facts.length; at += columns) {
    const pairs = facts.slice(at, at + columns).map((fact) => ({
      labels: flow.canvas.wrap(fact.label, labelWidth - 8, label),
      values: flow.canvas.wrap(fact.value, width - labelWidth - 8, value),
    }));
    const lines = Math.max(
      ...pairs.map(({ labels, values }) => Math.max(labels.length, values.length)),
    );
    if (flow.left() < lines * lineHeight(value) + 3) flow.newPage();
    for (const [which, { labels, values }] of pairs.entries()) {
      const x = PAGE.left + which * width;
      const draw = (texts: readonly string[], left: number, style: TextStyle) => {
        for (const [below, line] of texts.entries()) {
          flow.canvas.line(line, { x: left, y: flow.y + below * lineHeight(style), width }, style);
        }
      };
      draw(labels, x, label);
      draw(values, x + labelWidth, value);
    }
    flow.y += lines * lineHeight(value) + 3;
  }
}

/** Header and footer of every page, when it is known how many there are. */
function drawFurniture(canvas: Canvas, options: PdfOptions): void {
  const { pdf } = canvas;
  const { start, count } = pdf.bufferedPageRange();
  const name = styleOf({ weight: 'bold', size: SIZE.body });
  const small = styleOf({ size: SIZE.small, colour: COLOUR.dimmed });
  const half = CONTENT_WIDTH / 2 - 6;
  const cut = (text: string, style: TextStyle) => {
    const [first = '', more] = canvas.wrap(text, half - 10, style);
    return more === undefined ? first : `${first}…`;
  };
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(start + page);
    const left = { x: PAGE.left, width: half };
    const right = { x: PAGE.left + CONTENT_WIDTH - half, width: half, align: 'right' as const };
    canvas.line(cut(options.shopName || 'Siar', name), { ...left, y: 40 }, name);
    canvas.line(cut(options.title, small), { ...right, y: 41 }, small);
    canvas.rule(PAGE.left, 59, CONTENT_WIDTH, COLOUR.accent);
    const foot = CONTENT_BOTTOM + 16;
    canvas.rule(PAGE.left, foot - 5, CONTENT_WIDTH);
    canvas.line(cut(options.footer ?? '', small), { ...left, y: foot }, small);
    const words = PAGE_WORDS[options.language](page + 1, count);
    canvas.line(words, { ...right, y: foot }, small);
  }
}
