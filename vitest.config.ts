import { defineConfig } from 'vitest/config';

/**
 * Unit and store tests sit beside their modules; whole-core, crash and desktop tests sit in tests/.
 * Playwright owns *.spec.ts.
 */
export default defineConfig({
  test: {
    include: [
      'shared/**/*.test.ts',
      'electron/**/*.test.ts',
      'renderer/**/*.test.{ts,tsx}',
      'tests/**/*.test.ts',
    ],
    globalSetup: ['tests/support/own-state.ts'],
    setupFiles: ['tests/support/require-node.ts', 'tests/support/told-in-every-language.ts'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Crash and rate tests measure real time and real processes: more workers than cores would make them lie.
    maxWorkers: 2,
  },
});
