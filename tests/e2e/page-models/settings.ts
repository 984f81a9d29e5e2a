import type { Page } from '@playwright/test';
import { Shell } from '#tests/e2e/page-models/shell.ts';

/** Language, theme and what new campaigns begin with. */
export class SettingsPage {
  readonly page: Page;
  readonly shell: Shell;

  constructor(page: Page) {
    this.page = page;
    this.shell = new Shell(page);
  }

  async open(): Promise<void> {
    await this.shell.open('/settings');
    await this.page.getByRole('radio', { name: 'English' }).waitFor({ state: 'attached' });
  }

  /** Picks one of the choices that stand side by side, by its word. */
  async pick(word: string): Promise<void> {
    await this.page.getByRole('main').getByText(word, { exact: true }).click();
  }
}
