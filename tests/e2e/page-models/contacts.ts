import type { Locator, Page } from '@playwright/test';
import { Shell } from '#tests/e2e/page-models/shell.ts';
import { Table } from '#tests/e2e/page-models/table.ts';

/** Lists, people and one person's details. */
export class ContactsPage {
  readonly page: Page;
  readonly shell: Shell;
  readonly table: Table;
  readonly search: Locator;

  constructor(page: Page) {
    this.page = page;
    this.shell = new Shell(page);
    this.table = new Table(page);
    this.search = page.getByRole('searchbox', { name: 'Search name, number or any field' });
  }

  async open(): Promise<void> {
    await this.shell.go('Contacts');
  }

  /** How many people the table says it has. */
  count(): Locator {
    return this.page.getByRole('status').filter({ hasText: /^[\d,]+ contacts?$/ });
  }

  /** Opens the panel of the person whose row holds this text. */
  async openPerson(text: string): Promise<Locator> {
    await this.table.row(text).click();
    return this.shell.panel;
  }
}
