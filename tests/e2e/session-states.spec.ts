import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { UsersPages } from '#tests/e2e/page-models/users.ts';
import { Answers, BROKEN } from '#tests/e2e/support/answers.ts';

const OWNER = 'teh tarik satu';
const NEXT = 'roti canai dua keping';

/** A form before anybody is let in: what it is asked with, its button, and how it is filled. */
type Form = { call: RegExp; button: Locator; fill: () => Promise<void> };

/** No rule of accessibility is broken, in a low window and in either theme. */
async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
}

/** Waits at its button with the spinner in the middle of it, says one sentence when it fails, and can be tried again. */
async function expectStates(page: Page, answers: Answers, form: Form): Promise<void> {
  const main = page.getByRole('main');
  const alert = main.getByRole('alert');
  await form.fill();
  answers.hold(form.call);
  await form.button.click();
  await expect(form.button).toBeDisabled();
  await expect(alert).toHaveCount(0);
  const [outer, inner] = await Promise.all([
    form.button.boundingBox(),
    form.button.locator('.mantine-Button-loader').boundingBox(),
  ]);
  const middle = (box: typeof outer) => (box ? box.y + box.height / 2 : Number.NaN);
  expect(Math.abs(middle(outer) - middle(inner))).toBeLessThan(2);
  answers.fail(form.call);
  // What waited goes on to the core unless the page is told otherwise; a fresh one is what fails.
  await page.reload();
  await form.fill();
  await form.button.click();
  await expect(alert).toHaveText([BROKEN]);
  await expect(form.button).toBeEnabled();
  await expect(form.button).toBeInViewport();
  await expectAccessible(page);
  answers.release();
}

test.use({ viewport: { width: 1024, height: 640 } });

test('sign-in, lock and new-password pages wait and fail in one sentence, and let one try again', async ({
  page,
  siar,
}) => {
  test.setTimeout(120_000);
  const answers = await Answers.of(page);
  await page.goto('about:blank');
  await page.goto(`http://127.0.0.1:${siar.port}/#/`);
  const users = new UsersPages(page);
  await users.begin('Aminah', OWNER);
  const forSam = await users.add('Sam', 'Sender');
  await users.account('Aminah', 'Lock this page');
  const button = (name: string) => page.getByRole('button', { name });
  await expectStates(page, answers, {
    call: /^session\.unlock$/,
    button: button('Unlock'),
    fill: () => users.password().fill(OWNER),
  });
  // Emptied, and ready for the next try.
  await expect(users.password()).toBeFocused();

  answers.fail(/^session\.signOut$/);
  await button('Somebody else? Sign out').click();
  await expect(page.getByRole('main').getByRole('alert')).toHaveText([BROKEN]);
  await expect(page.getByText('Not done')).toHaveCount(0);
  answers.release();
  await button('Somebody else? Sign out').click();

  await expectStates(page, answers, {
    call: /^session\.signIn$/,
    button: button('Sign in'),
    fill: async () => {
      await page.getByLabel('Name').fill('Sam');
      await users.password().fill(forSam);
    },
  });
  await expect(users.password()).toBeFocused();
  await users.signIn('Sam', forSam);
  await expect(page.getByRole('heading', { name: 'Welcome, Sam' })).toBeVisible();
  await expectStates(page, answers, {
    call: /^session\.changePassword$/,
    button: button('Keep this password'),
    fill: () => users.choose(NEXT),
  });
  await button('Sign out').click();

  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expectStates(page, answers, {
    call: /^session\.recover$/,
    button: button('Set the new password'),
    fill: async () => {
      // A page that was loaded anew begins with the sign-in.
      const [forgot, code] = [button('I forgot my password'), page.getByLabel('Recovery code')];
      await expect(forgot.or(code)).toBeVisible();
      if (await forgot.isVisible()) await forgot.click();
      await code.fill('ABCD-EFGH');
      await users.choose(NEXT);
    },
  });
  await button('Set the new password').click();
  await expect(page.getByRole('alert')).toContainText('That is not the recovery code.');
});

test('the log of who did what is readable in a small window', async ({ page, siar }) => {
  await siar.addPractice();
  const users = new UsersPages(page);
  await users.begin('Aminah', OWNER);
  await users.add('Sam', 'Sender');
  await page.goto(`http://127.0.0.1:${siar.port}/#/users/audit`);
  const table = page.getByRole('grid', { name: 'Who did what' });
  await expect(table.getByText('Turned signing in on')).toBeVisible();
  const cut = await table.evaluate((element) =>
    [element, ...element.querySelectorAll('[role=gridcell], [role=columnheader], span')]
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
      .map(({ textContent }) => textContent),
  );
  expect(cut).toEqual([]);
  await expect(table.getByTitle('nobody signed in · command line')).toBeVisible();
  await expect(table.getByTitle('Done · sender')).toBeVisible();
});
