import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/google-chrome'];

/** `SIAR_CHROMIUM`, else the system's browser, else the one Playwright fetched for itself. */
const browser =
  process.env['SIAR_CHROMIUM'] ?? SYSTEM_BROWSERS.find((path) => existsSync(path)) ?? undefined;

/**
 * End-to-end tests: `e2e` drives the built web pages in Chromium, `desktop` the built desktop app.
 * One worker: every test runs a real Siar of its own, and several at once would measure each other.
 * `npm test` and the CI machines try a failed test once more, and name it: a browser on a busy
 * machine may miss a deadline. By hand (`npx playwright test`) the first failure stands.
 */
export default defineConfig({
  outputDir: 'test-results/artifacts',
  workers: 1,
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-MY',
    timezoneId: 'Asia/Kuala_Lumpur',
    actionTimeout: 15_000,
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    {
      name: 'e2e',
      testDir: 'tests/e2e',
      testMatch: '**/*.spec.ts',
      // The pictures of the README are made on request: they are no test.
      testIgnore: process.env['SIAR_PICTURES'] === '1' ? [] : ['**/pictures.spec.ts'],
    },
    { name: 'desktop', testDir: 'tests/desktop', testMatch: '**/*.spec.ts' },
  ],
});
