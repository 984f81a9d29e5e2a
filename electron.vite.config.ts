import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { FONT_FILES } from './electron/core/reports/pdf/font-files.ts';

const fromRoot = (path: string) => resolve(import.meta.dirname, path);

/** Puts the fonts of PDF files, with their licence, beside the programs (see fonts.ts). */
function shipFonts(): Plugin {
  return {
    name: 'siar-fonts',
    generateBundle() {
      const names = FONT_FILES.map((font) => [`${font.package}/files/${font.file}`, font.file]);
      for (const [from, to] of [...names, ['@fontsource/noto-sans-sc/LICENSE', 'OFL.txt']]) {
        const source = readFileSync(fromRoot(`node_modules/${from}`));
        this.emitFile({ type: 'asset', fileName: `fonts/${to}`, source });
      }
    },
  };
}

/**
 * Three builds: everything that runs in Node (desktop main, the core's process, the command line with the
 * headless host), the sandboxed preload (one CommonJS file), and the renderer.
 * Only better-sqlite3 stays outside: it is native and the one production dependency.
 */
export default defineConfig({
  main: {
    plugins: [shipFonts()],
    build: {
      outDir: 'out/main',
      sourcemap: true,
      rollupOptions: {
        input: {
          main: fromRoot('electron/desktop/main.ts'),
          'core-process': fromRoot('electron/desktop/core-process.ts'),
          siar: fromRoot('electron/headless/cli/main.ts'),
          // A thread of its own, found beside the program that starts it (workbook-reader.ts).
          'xlsx-worker': fromRoot('electron/core/contacts/import/xlsx-worker.ts'),
          // The same for the figures of reports (facts-reader.ts).
          'facts-worker': fromRoot('electron/core/reports/campaign/facts-worker.ts'),
          // The same for reading whole copies of the database (copy-thread.ts).
          'copy-worker': fromRoot('electron/core/backup/copy-worker.ts'),
        },
        external: ['electron', 'better-sqlite3'],
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  },
  // Sandboxed: one CommonJS file with everything inside.
  preload: {
    build: {
      outDir: 'out/preload',
      sourcemap: true,
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: { index: fromRoot('electron/preload/index.ts') },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: fromRoot('renderer'),
    plugins: [react()],
    build: {
      outDir: fromRoot('out/renderer'),
      minify: true,
      rollupOptions: { input: fromRoot('renderer/index.html') },
    },
  },
});
