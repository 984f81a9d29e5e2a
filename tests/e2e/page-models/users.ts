import { expect, type Page } from '@playwright/test';

/** Signing in and out, and the Users page. */
export class UsersPages {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  password(name = 'Password') {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  /** The owner's own sign-in, made on the Users page. */
  async begin(name: string, password: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Users' }).click();
    await this.page.getByRole('button', { name: 'Make my own sign-in' }).click();
    await this.page.getByLabel('Your name').fill(name);
    await this.choose(password);
    await this.page.getByRole('button', { name: 'Become the owner' }).click();
    await expect(this.page.getByRole('heading', { name: 'Keep this recovery code' })).toBeVisible();
    await this.page.getByLabel('I have written it down').click();
    await this.page.getByRole('button', { name: 'Go on' }).click();
  }

  /** Adds a user and answers the password to hand over. */
  async add(name: string, role: string): Promise<string> {
    await this.page.getByRole('button', { name: 'Add a user' }).click();
    const panel = this.page.getByRole('complementary');
    await panel.getByLabel('Name').fill(name);
    await panel.getByRole('radio', { name: role }).click();
    const password = await panel.getByLabel('Password for the first sign-in').inputValue();
    await panel.getByRole('button', { name: 'Add a user' }).click();
    await expect(panel.getByText(`Hand this to ${name}`)).toBeVisible();
    await panel.getByRole('button', { name: 'Done' }).click();
    return password;
  }

  async signIn(name: string, password: string): Promise<void> {
    await this.page.getByLabel('Name').fill(name);
    await this.password().fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** A new password, typed twice. */
  async choose(password: string): Promise<void> {
    await this.password('New password').fill(password);
    await this.password('New password again').fill(password);
  }

  async account(name: string, item: string): Promise<void> {
    await this.page.getByRole('button', { name: `Account of ${name}` }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }
}
