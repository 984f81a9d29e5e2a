import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { UsersPages } from '#tests/e2e/page-models/users.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';

test('an owner lets a viewer and a sender in, and each sees and may do what the role says', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  await siar.importPeople('Friends', makePeople(3));
  await siar.createCampaign({ name: 'House news', list: 'Friends', text: 'Hello' });
  const users = new UsersPages(page);
  const rail = page.getByRole('navigation', { name: 'Pages' });
  await users.begin('Aminah', 'teh tarik satu');
  const forVera = await users.add('Vera', 'Viewer');
  const forSam = await users.add('Sam', 'Sender');
  await users.account('Aminah', 'Sign out');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await users.signIn('Vera', 'not this one');
  await expect(page.getByRole('alert')).toContainText('not right');
  await users.signIn('Vera', forVera);
  await expect(page.getByRole('heading', { name: 'Welcome, Vera' })).toBeVisible();
  await users.choose('short');
  await page.getByRole('button', { name: 'Keep this password' }).click();
  await expect(page.getByText('At least 10 characters are needed.')).toBeVisible();
  await users.choose('kopi o kosong dua');
  await page.getByRole('button', { name: 'Keep this password' }).click();
  // Not where the owner was, which was Users.
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible();
  await rail.getByRole('link', { name: 'Campaigns' }).click();
  await page.getByText('House news').click();
  await expect(page.getByRole('heading', { name: 'House news' })).toBeVisible();
  for (const name of ['Edit', 'Delete', 'Start', 'New campaign']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
    await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);
  }
  for (const name of ['OTP', 'Users']) {
    await expect(rail.getByRole('link', { name })).toHaveCount(0);
  }
  await users.account('Vera', 'Sign out');

  await users.signIn('sam', forSam);
  await users.choose('roti canai dua keping');
  await page.getByRole('button', { name: 'Keep this password' }).click();
  await rail.getByRole('link', { name: 'Campaigns' }).click();
  await expect(page.getByRole('link', { name: 'New campaign' }).first()).toBeVisible();
  await expect(page.getByText('House news')).toHaveCount(0);
  await page.goto(`http://127.0.0.1:${siar.port}/#/campaigns/1`);
  await expect(page.getByText('There is no campaign 1.')).toBeVisible();
  await rail.getByRole('link', { name: 'Gateways' }).click();
  await expect(page.getByRole('heading', { name: 'Practice', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a gateway' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Edit', exact: true })).toHaveCount(0);
});

test('a locked page keeps what was on it, out of sight, for its own person', async ({ page }) => {
  const users = new UsersPages(page);
  await users.begin('Aminah', 'teh tarik satu');
  await page.getByRole('button', { name: 'Add a user' }).click();
  await page.getByRole('complementary').getByLabel('Name').fill('Half typed');
  await users.account('Aminah', 'Lock this page');
  await expect(page.getByRole('heading', { name: 'Locked for Aminah' })).toBeVisible();
  await expect(page.getByText('Add a user').first()).toBeHidden();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  // Loading it again opens nothing.
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(other.getByRole('heading', { name: 'Locked for Aminah' })).toBeVisible();
  await users.password().fill('teh tarik satu');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary').getByLabel('Name')).toHaveValue('Half typed');
  // The other page of the same browser opens with it.
  await expect(other.getByRole('button', { name: 'Account of Aminah' })).toBeVisible();
});

test('the log tells who did what, and is exported', async ({ page }) => {
  const users = new UsersPages(page);
  await users.begin('Aminah', 'teh tarik satu');
  await users.add('Sam', 'Sender');
  await page.getByRole('link', { name: 'Who did what' }).click();
  const row = page.getByRole('row', { name: /Added a user/ });
  await expect(row).toContainText('Aminah');
  await expect(row).toContainText('user 2');
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /csv/i }).click();
  expect((await download).suggestedFilename()).toBe('audit.csv');
});
