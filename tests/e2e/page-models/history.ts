import type { Download, Locator, Page } from '@playwright/test';
import { Shell } from '#tests/e2e/page-models/shell.ts';
import { Table } from '#tests/e2e/page-models/table.ts';

/** Every message ever made. */
export class HistoryPage {
  readonly page: Page;
  readonly shell: Shell;
  readonly table: Table;
  readonly search: Locator;

  constructor(page: Page) {
    this.page = page;
    this.shell = new Shell(page);
    this.table = new Table(page, 'Messages');
    this.search = page.getByRole('searchbox', { name: 'Search text, name or number' });
  }

  async open(): Promise<void> {
    await this.shell.go('History');
  }

  async export(format: 'Excel (.xlsx)' | 'CSV (.csv)'): Promise<Download> {
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: 'Export', exact: true }).click();
    await this.page.getByRole('menuitem', { name: format }).click();
    return download;
  }
}
