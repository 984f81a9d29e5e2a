/**
 * The fonts that documents are set in, by the npm package that brings each file. Both are Noto under the
 * SIL Open Font License, which lets them be shipped and embedded. The build copies them beside the
 * programs (electron.vite.config.ts), so this list is data that needs no module of its own.
 */
export const FONT_FILES = [
  {
    package: '@fontsource/noto-sans-sc',
    file: 'noto-sans-sc-chinese-simplified-400-normal.woff',
  },
  {
    package: '@fontsource/noto-sans-sc',
    file: 'noto-sans-sc-chinese-simplified-700-normal.woff',
  },
  { package: '@fontsource/noto-sans-tamil', file: 'noto-sans-tamil-tamil-400-normal.woff' },
  { package: '@fontsource/noto-sans-tamil', file: 'noto-sans-tamil-tamil-700-normal.woff' },
] as const;

/** See FONT_FILES. */
export type FontFile = (typeof FONT_FILES)[number];
