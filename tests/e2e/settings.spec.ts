import { expect, test } from '#tests/e2e/fixtures.ts';
import { SettingsPage } from '#tests/e2e/page-models/settings.ts';
import { rawKeys } from '#tests/e2e/support/raw-keys.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';

const PATHS = [
  '/',
  '/contacts',
  '/contacts/import',
  '/contacts/do-not-contact',
  '/templates',
  '/campaigns',
  '/campaigns/1',
  '/campaigns/new',
  '/history',
  '/credits/top-ups',
  '/gateways',
  '/gateways?add=esms',
  '/settings',
];

for (const { word, code, home } of [
  { word: 'Bahasa Malaysia', code: 'ms', home: 'Utama' },
  { word: '中文', code: 'zh', home: '首页' },
]) {
  test(`${word}: every page speaks it, without a missing text`, async ({ page, siar }) => {
    await siar.addPractice();
    await siar.importPeople('Kelas', makePeople(3));
    const id = await siar.createCampaign({ name: 'Satu', list: 'Kelas', text: 'Hi {{ name }}' });
    await siar.cli('campaign', 'start', id, '--wait');

    const settings = new SettingsPage(page);
    await settings.open();
    await settings.pick(word);
    await expect(page.locator('html')).toHaveAttribute('lang', code);
    await expect(page.getByRole('navigation').getByRole('link').first()).toHaveText(home);
    for (const path of PATHS) {
      await settings.shell.open(path);
      await expect(settings.shell.title).toBeVisible();
      await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
      expect(await rawKeys(page), `keys shown on ${path}`).toEqual([]);
    }
    // The choice is kept in the data folder: a page that is opened again begins with it.
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('lang', code);
  });
}

test('the dark theme is kept', async ({ page }) => {
  const settings = new SettingsPage(page);
  await settings.open();
  await settings.pick('Dark');
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
});
