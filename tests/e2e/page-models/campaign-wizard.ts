import { expect, type Locator, type Page } from '@playwright/test';
import { Shell } from '#tests/e2e/page-models/shell.ts';

/** Audience, message, when, review. */
export class CampaignWizard {
  readonly page: Page;
  readonly shell: Shell;
  readonly name: Locator;
  readonly text: Locator;
  readonly next: Locator;
  readonly send: Locator;
  readonly undo: Locator;
  readonly sendAnyway: Locator;

  constructor(page: Page) {
    this.page = page;
    this.shell = new Shell(page);
    this.name = page.getByRole('textbox', { name: 'Campaign name' });
    this.text = page.getByRole('textbox', { name: 'Text', exact: true });
    this.next = page.getByRole('button', { name: 'Continue', exact: true });
    this.send = page.getByRole('button', {
      name: /^(Send to|Schedule for) [\d,]+ (person|people)$/,
    });
    this.undo = page.getByRole('button', { name: /^Undo \(\d\)$/ });
    this.sendAnyway = page.getByRole('checkbox', { name: 'I have seen this. Send anyway.' });
  }

  async open(): Promise<void> {
    await this.shell.open('/campaigns/new');
    await expect(this.heading('Who gets it?')).toBeVisible();
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { level: 2, name });
  }

  /** First step; the list and gateway are chosen where they are not yet. */
  async audience({ name, list, gateway }: { name: string; list: string; gateway: string }) {
    await this.name.fill(name);
    await this.page.getByRole('checkbox', { name: new RegExp(`^${list}`) }).check();
    await this.page.getByRole('radio', { name: new RegExp(`^${gateway}`) }).check();
    await this.next.click();
    await expect(this.heading('What does it say?')).toBeVisible();
  }

  async message(text: string): Promise<void> {
    await this.text.fill(text);
    await this.next.click();
    await expect(this.heading('When is it sent?')).toBeVisible();
  }

  async review(): Promise<void> {
    await this.next.click();
    await expect(this.heading('Check and send')).toBeVisible();
  }

  /** Presses Send and lets the time to undo run out; the campaign's page is open then. */
  async sendNow(): Promise<void> {
    await this.send.click();
    await expect(this.page).toHaveURL(/#\/campaigns\/\d+$/, { timeout: 15_000 });
  }
}
