import type { Locator, Page } from '@playwright/test';
import { Shell } from '#tests/e2e/page-models/shell.ts';

/** The three steps from a file to contacts. */
export class ImportWizard {
  readonly page: Page;
  readonly shell: Shell;
  readonly list: Locator;
  readonly start: Locator;
  readonly preview: Locator;

  constructor(page: Page) {
    this.page = page;
    this.shell = new Shell(page);
    this.list = page.getByRole('combobox', { name: 'Into the list' });
    this.start = page.getByRole('button', { name: /^Import (about )?[\d,]+ rows?$/ });
    this.preview = page.getByRole('status').filter({ hasText: /^First [\d,]+ rows?:/ });
  }

  async open(): Promise<void> {
    await this.shell.open('/contacts/import');
    await this.page.getByRole('heading', { level: 1, name: 'Import contacts' }).waitFor();
  }

  async choose(file: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: 'Choose a file', exact: true }).click();
    await (await chooser).setFiles(file);
    // The page grows when the preview arrives: a click before would hit something else.
    await this.preview.waitFor();
  }

  /** What a column of the file becomes. */
  column(header: string): Locator {
    return this.page.getByRole('combobox', { name: `What the column ${header} becomes` });
  }

  async become(header: string, kind: 'Phone number' | 'Name' | 'Field' | 'Leave out') {
    await this.column(header).click();
    await this.page.getByRole('option', { name: kind, exact: true }).click();
  }

  /** The number in one of the four boxes of the result. */
  result(label: 'New contacts' | 'Updated' | 'Already there' | 'Refused'): Locator {
    return this.page.getByText(label, { exact: true }).locator('xpath=following-sibling::*[1]');
  }
}
