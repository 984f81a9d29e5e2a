import type { Locator, Page } from '@playwright/test';
import { Shell } from '#tests/e2e/page-models/shell.ts';

/** The accounts that send. */
export class GatewaysPage {
  readonly page: Page;
  readonly shell: Shell;

  constructor(page: Page) {
    this.page = page;
    this.shell = new Shell(page);
  }

  async open(): Promise<void> {
    await this.shell.go('Gateways');
  }

  /** The card of one gateway. */
  card(name: string): Locator {
    return this.page
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('heading', { level: 2, name, exact: true }) });
  }
}
