import { expect, type Locator, type Page } from '@playwright/test';
import { Shell } from '#tests/e2e/page-models/shell.ts';

/** One campaign: monitor while it runs, report after. */
export class CampaignPage {
  readonly page: Page;
  readonly shell: Shell;
  readonly pause: Locator;
  readonly resume: Locator;
  readonly stop: Locator;

  constructor(page: Page) {
    this.page = page;
    this.shell = new Shell(page);
    this.pause = page.getByRole('button', { name: 'Pause', exact: true });
    this.resume = page.getByRole('button', { name: 'Resume', exact: true });
    this.stop = page.getByRole('button', { name: 'Stop', exact: true });
  }

  async open(id: string): Promise<void> {
    await this.shell.open(`/campaigns/${id}`);
    await expect(this.page.getByRole('link', { name: 'Back to Campaigns' })).toBeVisible();
  }

  /** The word that says how the campaign stands. */
  async expectState(word: string, timeout = 10_000): Promise<void> {
    const head = this.page.getByRole('main').locator('header');
    await expect(head.getByText(word, { exact: true })).toBeVisible({ timeout });
  }

  /** The three words with their numbers, as the page shows them. */
  async summary(): Promise<{ success: number; queue: number; failure: number }> {
    const read = async (word: string) => {
      const button = this.page.getByRole('button', { name: new RegExp(`^Show ${word}: `) });
      const label = (await button.getAttribute('aria-label')) ?? '';
      return Number(label.replace(/^.*: /, '').replaceAll(',', ''));
    };
    return {
      success: await read('Success'),
      queue: await read('Queue'),
      failure: await read('Failure'),
    };
  }

  async tab(name: 'Outcome' | 'Messages' | 'Details'): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }
}
