/** Everything about looks, in points (1/72 inch). A4 with margins that every printer can print. */
export const PAGE = { width: 595.28, height: 841.89, left: 51, right: 51, top: 84, bottom: 62 };

/** Room between the margins. */
export const CONTENT_WIDTH = PAGE.width - PAGE.left - PAGE.right;

/** Where the content of a page ends. */
export const CONTENT_BOTTOM = PAGE.height - PAGE.bottom;

/** Sizes of text. */
export const SIZE = { title: 17, heading: 12, body: 9.5, small: 8 } as const;

/** Line height by the size of its text: Chinese needs air. */
export const LEADING = 1.42;

/** Distance of the baseline from the top of a line, by the size of its text. */
export const BASELINE = 1.04;

/** Few colours, and each readable when printed in black. */
export const COLOUR = {
  text: '#1c2224',
  dimmed: '#5d676a',
  rule: '#c9d1d2',
  band: '#eef3f3',
  accent: '#0f6f72',
} as const;

/** What a bar stands for. The shades differ in lightness too, so that they differ on paper. */
export const TONES = {
  accent: '#0f6f72',
  good: '#0f6f72',
  waiting: '#88c6c7',
  bad: '#8a3324',
  neutral: '#9aa5a8',
} as const;

/** See TONES. */
export type Tone = keyof typeof TONES;
