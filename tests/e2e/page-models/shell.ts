import type { Locator, Page } from '@playwright/test';

/** The pages of the rail, by their English names. */
export type PageName =
  'Home' | 'Contacts' | 'Templates' | 'Campaigns' | 'History' | 'Replies' | 'Gateways' | 'Settings';

/** Rail, banners, palette, panel and what pops up: the same on every page. */
export class Shell {
  readonly page: Page;
  readonly rail: Locator;
  /** The one heading of the page. */
  readonly title: Locator;
  /** The right-hand panel. */
  readonly panel: Locator;
  readonly dialog: Locator;
  readonly alert: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rail = page.getByRole('navigation', { name: 'Pages' });
    this.title = page.getByRole('heading', { level: 1 });
    this.panel = page.getByRole('complementary');
    this.dialog = page.getByRole('dialog');
    this.alert = page.getByRole('alert');
  }

  async go(name: PageName): Promise<void> {
    await this.rail.getByRole('link', { name, exact: true }).click();
    await this.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  /** Goes to an address of the app, such as `/campaigns/3`. */
  async open(path: string): Promise<void> {
    await this.page.evaluate((hash) => (location.hash = hash), path);
  }
}
