import { readFile } from 'node:fs/promises';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { HistoryPage } from '#tests/e2e/page-models/history.ts';

test('history finds a Chinese word in any message, and exports what it shows', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  await siar.importPeople('Kelas', [
    { Name: '陈小明', Phone: '0175550202' },
    { Name: 'Aminah', Phone: '0125550201' },
    { Name: 'Ravi', Phone: '0125550003' },
  ]);
  const school = await siar.createCampaign({
    name: 'Sekolah',
    list: 'Kelas',
    text: '{{ name }}: 家长会在星期五举行',
  });
  await siar.cli('campaign', 'start', school, '--wait', '--allow-warnings');
  const sale = await siar.createCampaign({
    name: 'Jualan',
    list: 'Kelas',
    text: 'Sale, {{ name }}',
  });
  await siar.cli('campaign', 'start', sale, '--wait');

  const history = new HistoryPage(page);
  await history.open();
  await expect(history.table.grid).toHaveAttribute('aria-rowcount', '7');
  await history.search.fill('家长会');
  await expect(history.table.grid).toHaveAttribute('aria-rowcount', '4');
  await history.search.fill('星期五 陈小');
  await expect(history.table.grid).toHaveAttribute('aria-rowcount', '2');
  await history.table.row('陈小明').click();
  await expect(history.shell.panel).toContainText('家长会在星期五举行');
  await expect(history.shell.panel).toContainText('Sekolah');
  await page.keyboard.press('Escape');
  await expect(history.shell.panel).toHaveCount(0);

  await history.search.fill('');
  await page.getByRole('combobox', { name: 'Which messages' }).click();
  await page.getByRole('option', { name: 'Failure' }).click();
  await expect(history.table.grid).toHaveAttribute('aria-rowcount', '3');
  await history.search.fill('家长会');
  await expect(history.table.grid).toHaveAttribute('aria-rowcount', '2');
  const file = await history.export('CSV (.csv)');
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const csv = await readFile(await file.path(), 'utf8');
  expect(csv).toContain('家长会在星期五举行');
  expect(csv.trim().split('\r\n')).toHaveLength(2);

  await history.search.fill('nothing like this');
  await expect(page.getByText('No message matches')).toBeVisible();
});
