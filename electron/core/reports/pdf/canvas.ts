import { fontData, FONT_NAMES, toRuns, type Weight } from '#core/reports/pdf/fonts.ts';
import { BASELINE, COLOUR, LEADING, SIZE } from '#core/reports/pdf/style.ts';

/** How a piece of text looks. */
export type TextStyle = { size: number; weight: Weight; colour: string };

/** See TextStyle: what is not said is plain body text. */
export function styleOf(style: Partial<TextStyle> = {}): TextStyle {
  return { size: SIZE.body, weight: 'regular', colour: COLOUR.text, ...style };
}

/** Where a line stands in its box. */
export type Align = 'left' | 'right' | 'centre';

/** Text and lines at exact places of the current page; knows nothing of flow. Points from the top left. */
export type Canvas = {
  readonly pdf: PDFKit.PDFDocument;
  /** Width of one line. */
  widthOf(text: string, style: TextStyle): number;
  /** Lines that fit `width`; broken at spaces, between Chinese characters, and inside words too long for a line. */
  wrap(text: string, width: number, style: TextStyle): string[];
  /** One line whose top is at `y`, inside a box of `width`. */
  line(
    text: string,
    box: { x: number; y: number; width: number; align?: Align },
    style: TextStyle,
  ): void;
  rule(x: number, y: number, width: number, colour?: string): void;
  fill(x: number, y: number, width: number, height: number, colour: string): void;
};

/** Height of a line of text. */
export function lineHeight(style: TextStyle): number {
  return style.size * LEADING;
}

/** Measured widths that are kept: the words of a report repeat. */
const KEPT_WIDTHS = 20_000;

/** See Canvas. */
export function createCanvas(pdf: PDFKit.PDFDocument): Canvas {
  for (const name of FONT_NAMES) pdf.registerFont(name, fontData(name));
  const widths = new Map<string, number>();

  const widthOf = (text: string, { size, weight }: TextStyle): number => {
    const key = `${weight}${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      width = 0;
      // Measured at 100 points, since the fonts scale evenly.
      for (const run of toRuns(text, weight)) {
        width += pdf.font(run.font).fontSize(100).widthOfString(run.text);
      }
      if (widths.size >= KEPT_WIDTHS) widths.clear();
      widths.set(key, width);
    }
    return (width * size) / 100;
  };

  return {
    pdf,
    widthOf,
    wrap: (text, width, style) => wrap(text, width, (piece) => widthOf(piece, style)),
    line(text, { x, y, width, align = 'left' }, style) {
      const free = align === 'left' ? 0 : width - widthOf(text, style);
      let at = x + (align === 'centre' ? free / 2 : free);
      pdf.fillColor(style.colour);
      for (const run of toRuns(text, style.weight)) {
        pdf.font(run.font).fontSize(style.size);
        pdf.text(run.text, at, y + style.size * BASELINE, {
          lineBreak: false,
          baseline: 'alphabetic',
        });
        at += widthOf(run.text, style);
      }
    },
    rule(x, y, width, colour = COLOUR.rule) {
      pdf
        .lineWidth(0.6)
        .strokeColor(colour)
        .moveTo(x, y)
        .lineTo(x + width, y)
        .stroke();
    },
    fill(x, y, width, height, colour) {
      pdf.fillColor(colour).rect(x, y, width, height).fill();
    },
  };
}

/** Words with their following spaces, and Chinese characters one by one with the punctuation that may not start a line. */
const PIECES =
  /[\u2E80-\u9FFF\uF900-\uFAFF][\u3001-\u3002\uFF01\uFF09\uFF0C\uFF1A\uFF1B\uFF1F\u300B\u300D\u300F]*|[^\s\u2E80-\u9FFF\uF900-\uFAFF]+\s*|\s+/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function wrap(text: string, width: number, measure: (piece: string) => number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r\n|[\r\n\u2028]/u)) {
    let line = '';
    const push = (piece: string) => {
      if (line !== '' && measure((line + piece).trimEnd()) > width) {
        lines.push(line.trimEnd());
        line = piece.trimStart();
      } else {
        line += piece;
      }
    };
    for (const [piece] of paragraph.replaceAll('\t', '    ').matchAll(PIECES)) {
      if (measure(piece.trimEnd()) <= width) push(piece);
      else for (const { segment } of graphemes.segment(piece)) push(segment);
    }
    lines.push(line.trimEnd());
  }
  return lines;
}
