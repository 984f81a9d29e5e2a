import type { Locator, Page } from '@playwright/test';

/** A virtual table: only the rows in view are in the page. */
export class Table {
  readonly grid: Locator;

  constructor(scope: Page | Locator, name?: string) {
    this.grid = scope.getByRole('grid', name === undefined ? {} : { name });
  }

  /** The drawn row that holds this text. */
  row(text: string | RegExp): Locator {
    return this.grid.getByRole('row').filter({ hasText: text });
  }

  /** All rows there are, without the header. */
  async total(): Promise<number> {
    return Number(await this.grid.getAttribute('aria-rowcount')) - 1;
  }
}
