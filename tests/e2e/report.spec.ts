import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';

test('the report shows what became of everybody, is filtered, exported, and sealed as a receipt', async ({
  page,
  siar,
}) => {
  await siar.addPractice({ rate: 200 });
  await siar.importPeople('Everybody', [
    ...makePeople(20),
    { Name: 'Never reached', Phone: '60125550003', Town: '' },
    { Name: 'Lim', Phone: '+6581234567', Town: '' },
  ]);
  const id = await siar.createCampaign({ name: 'Sale', list: 'Everybody', text: 'Hi {{ name }}' });
  await siar.cli('campaign', 'start', id, '--allow-warnings');
  await expect
    .poll(async () => (await siar.status(id)).summary)
    .toEqual({
      success: 21,
      queue: 0,
      failure: 1,
    });

  await page.goto(`http://127.0.0.1:${siar.port}/#/campaigns/${id}`);
  await page.getByRole('link', { name: 'Report' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Report of Sale');
  await expect(page.getByRole('img', { name: /^Messages by the time of sending/ })).toBeVisible();

  const countries = page.getByRole('region', { name: 'By country' });
  await countries.getByText('Table').click();
  await expect(countries.getByRole('row', { name: /^Malaysia/ })).toContainText('21');
  await expect(countries.getByRole('row', { name: /^Singapore/ })).toContainText('1');

  await page.getByRole('combobox', { name: 'Which messages' }).click();
  await page.getByRole('option', { name: 'Failure' }).click();
  await expect(countries.getByRole('row', { name: /^Singapore/ })).toHaveCount(0);
  await expect(countries.getByRole('row', { name: /^Malaysia/ })).toContainText('1');
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(countries.getByRole('row', { name: /^Singapore/ })).toHaveCount(1);

  await page.getByRole('button', { name: 'Export' }).click();
  const exported = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Report (.pdf)' }).click();
  const pdf = await readFile(await (await exported).path());
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');

  await page.getByRole('button', { name: 'Receipt' }).click();
  const written = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'All rows (.csv)' }).click();
  const receipt = join(siar.folder, 'receipt.csv');
  await (await written).saveAs(receipt);
  const seal = page.getByRole('region', { name: 'Receipts' }).getByText(/^[0-9a-f]{64}$/);
  await expect(seal).toBeVisible();
  const verdict = await siar.cli('verify', receipt, '--seal', (await seal.textContent()) ?? '');
  expect(verdict).toMatchObject({ ok: true, rows: 22, campaign: { name: 'Sale' } });
});

test('a gateway is told to retry, the campaign says when and at what cost, and the retry is taken back', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  await siar.importPeople('One', [{ Name: 'Never reached', Phone: '60125550003' }]);
  await page.goto(`http://127.0.0.1:${siar.port}/#/gateways`);
  await page.getByRole('button', { name: 'Change: Retries of Practice' }).click();
  const panel = page.getByRole('complementary', { name: 'Retries of Practice' });
  await panel.getByRole('radio', { name: 'Siar' }).check();
  await expect(panel).toContainText('Up to 3 times the price of a message on top');
  await panel.getByRole('textbox', { name: 'Retry 1', exact: true }).fill('45');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Siar sends again 3 times at most')).toBeVisible();
  expect(await siar.cli('gateway', 'retry', 'Practice')).toMatchObject({
    policy: { who: 'siar', delaysMinutes: [45, 120, 360] },
  });

  const id = await siar.createCampaign({ name: 'Sale', list: 'One', text: 'Hi' });
  await siar.cli('campaign', 'start', id, '--allow-warnings');
  await expect.poll(async () => (await siar.status(id)).retries.waiting).toBe(1);
  await page.goto(`http://127.0.0.1:${siar.port}/#/campaigns/${id}`);
  await expect(page.getByText(/^1 message is sent again at/)).toBeVisible();
  await page.getByRole('tab', { name: 'Messages' }).click();
  await page.getByRole('row', { name: /Never reached/ }).click();
  const message = page.getByRole('complementary', { name: 'Never reached' });
  await expect(message).toContainText('Failure');
  await expect(message).toContainText(/Retry 1 is due at/);
  await expect(message).toContainText(/Delivery reports\s*not delivered/);

  await page.getByRole('button', { name: 'Do not send again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Do not send again' }).click();
  await expect(page.getByText(/^1 message is sent again at/)).toHaveCount(0);
  expect((await siar.status(id)).retries.waiting).toBe(0);
  await expect(message).toContainText('you took it back');
});
