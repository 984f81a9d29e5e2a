import { expect, test } from '#tests/e2e/fixtures.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';

test('rates are changed, refused in words, imported and exported', async ({ page, siar }) => {
  const practice = await siar.practice({ balance: 500 });
  await siar.addRemote('Office SMS', practice.url);
  await page.goto(`${new URL(page.url()).origin}/#/credits/rates`);
  const table = page.getByRole('table', { name: 'Rates' });
  await expect(table.getByRole('row')).toHaveCount(10);
  await expect(table.getByText('Not confirmed by your gateway')).toHaveCount(8);

  await page.getByRole('button', { name: 'Change the rate of Singapore' }).click();
  const panel = page.getByRole('complementary', { name: 'Change a rate' });
  await panel.getByRole('textbox', { name: 'Credits per part' }).fill('2.75');
  await page.keyboard.press('Enter');
  await expect(table.getByRole('row', { name: /Singapore/ })).toContainText('2.75');
  await expect(panel).toBeHidden();

  await page.getByRole('button', { name: 'Add a rate' }).click();
  const form = page.getByRole('complementary', { name: 'Add a rate' });
  await form.getByRole('textbox', { name: 'Prefix' }).fill('011');
  await form.getByRole('textbox', { name: 'Credits per part' }).fill('1.5');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('The prefix must be digits that begin with')).toBeVisible();
  await form.getByRole('textbox', { name: 'Prefix' }).fill('60 11');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(table.getByRole('row', { name: /\+6011…/ })).toContainText('1.5');

  const file = await siar.write('rates.csv', 'country,credits per part\nTH,4\nZZ,1\n');
  await page.locator('input[type=file]').setInputFiles(file);
  const dialog = page.getByRole('dialog', { name: 'Some rows were refused' });
  await expect(dialog).toContainText('0 new, 1 changed');
  await expect(dialog.getByRole('row', { name: /ZZ/ })).toContainText('no country code');
  await page.keyboard.press('Escape');
  await expect(table.getByRole('row', { name: /Thailand/ })).toContainText('4');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toBe('Rates Office SMS.csv');
});

test('where the credit ends is said in the review, on Home and beside the books', async ({
  page,
  siar,
}) => {
  const practice = await siar.practice({ balance: 12 });
  await siar.addRemote('Office SMS', practice.url);
  await siar.importPeople('Raya', makePeople(30));
  await siar.cli('balance');
  await siar.cli('credits', 'alert', '20');
  const at = new Date(Date.now() + 3 * 24 * 3_600_000).toISOString();
  const options = ['--list', 'Raya', '--text', 'Hello', '--gateway', 'Office SMS', '--at', at];
  const made = (await siar.cli('campaign', 'create', 'Raya promo', ...options)) as { id: number };
  const origin = new URL(page.url()).origin;

  await page.goto(`${origin}/#/campaigns/${made.id}/edit`);
  await page.getByRole('button', { name: /Review/ }).click();
  const countries = page.getByRole('table', { name: 'By country and rate' });
  await expect(countries.getByRole('row', { name: /Malaysia/ })).toContainText('Asia/Kuala_Lumpur');
  await expect(page.getByText('Credit ends at recipient 13 of 30 of this campaign')).toBeVisible();

  await siar.cli('campaign', 'start', String(made.id), '--allow-short-credit');
  await page.goto(`${origin}/#/`);
  await expect(page.getByText('Credit ends at recipient 13 of 30 of “Raya promo”')).toBeVisible();
  await expect(page.getByText('Office SMS has 12 credits left, fewer than the 20')).toBeVisible();
  await page.goto(`${origin}/#/campaigns/${made.id}`);
  await expect(page.getByText('Credit ends at recipient 13 of 30 of “Raya promo”')).toBeVisible();
});
