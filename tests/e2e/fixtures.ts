import { expect, test as base, type Page } from '@playwright/test';
import { openSiar, type Siar } from '#tests/e2e/support/siar.ts';

/** Errors a test brings about on purpose, each with its reason beside it. */
export type Expected = {
  /** Console errors with this text are part of this test. */
  allow(text: RegExp): void;
};

type Fixtures = { siar: Siar; problems: Expected };

/** Fails the test for every error a page writes to its console or throws. */
function watch(page: Page, found: string[]): void {
  page.on('pageerror', (error) => found.push(`thrown: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    found.push(`console: ${message.text()} (${message.location().url})`);
  });
}

/**
 * Every test gets its own data folder and server (`siar`) and a page that is signed in to it. An
 * error in the page's console fails the test unless it was allowed by `problems.allow`.
 */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the dependencies off this pattern
  siar: async ({}, provide, info) => {
    const siar = await openSiar();
    await provide(siar);
    if (info.status !== info.expectedStatus) {
      await info.attach('server log', { body: siar.log(), contentType: 'text/plain' });
    }
    await siar.close();
  },
  problems: async ({ context }, provide) => {
    const found: string[] = [];
    const allowed: RegExp[] = [];
    context.on('page', (page) => watch(page, found));
    await provide({ allow: (text) => allowed.push(text) });
    const unexpected = found.filter((text) => !allowed.some((pattern) => pattern.test(text)));
    expect(unexpected, 'errors in the page').toEqual([]);
  },
  // In this order the page is closed before its server.
  page: async ({ siar, problems: _problems, page }, provide) => {
    await page.goto(siar.link);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await provide(page);
  },
});

export { expect };
