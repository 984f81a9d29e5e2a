import { readFile } from 'node:fs/promises';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { ContactsPage } from '#tests/e2e/page-models/contacts.ts';
import { ImportWizard } from '#tests/e2e/page-models/import-wizard.ts';
import { sampleFile } from '#tests/e2e/support/processes.ts';
import { makePeople, toCsv } from '#tests/e2e/support/siar.ts';

test('the sample spreadsheet comes in with its numbers mended', async ({ page }) => {
  const wizard = new ImportWizard(page);
  await wizard.open();
  await wizard.choose(sampleFile);
  await expect(wizard.column('Name')).toHaveValue('Name');
  await expect(wizard.column('No. Telefon')).toHaveValue('Phone number');
  await expect(wizard.preview).toContainText('mended');
  await wizard.list.fill('Pelanggan');
  await wizard.start.click();

  await expect(page.getByText(/^Done\. “Pelanggan” now has \d+ contacts\.$/)).toBeVisible();
  const imported = Number(await wizard.result('New contacts').textContent());
  expect(imported).toBeGreaterThan(35);
  await page.getByRole('button', { name: 'Open list' }).click();
  const contacts = new ContactsPage(page);
  await expect(contacts.table.row('陈小明')).toContainText('+60 17-555 0103');
  expect(await contacts.table.total()).toBe(imported);
});

const MESSY = [
  'Senarai pelanggan;;;',
  ';;;',
  'Nama;Kod;No. H/P;Cawangan',
  'Aminah binti Ali;7;012-555 0201;Kuala Lumpur',
  '陈小明;8;175550202;吉隆坡',
  'Tan Ah Meng;9;6.0165550203E+10;Johor Bahru',
  'Lim Siew Ling;10;6.02E+10;George Town',
  'Aminah (lagi);11;+60125550201;Kuala Lumpur',
  'Rajesh Kumar;12;03-5555 0204;Ipoh',
  "Siobhan O'Brien;13;;George Town",
  '"Zulkifli; ""Joe""";14;019-555 0207;Alor Setar',
].join('\r\n');

test('a messy file is mapped by hand; refused rows are named and can be downloaded', async ({
  page,
  siar,
}) => {
  const wizard = new ImportWizard(page);
  await wizard.open();
  await wizard.choose(await siar.write('kacau.csv', MESSY));
  await wizard.become('Kod', 'Leave out');
  await wizard.become('No. H/P', 'Field');
  await expect(page.getByText('Say which column holds the phone number.')).toBeVisible();
  await expect(wizard.start).toBeDisabled();
  await wizard.become('No. H/P', 'Phone number');
  await expect(wizard.preview).toContainText('3 refused');
  await wizard.start.click();

  await expect(wizard.result('New contacts')).toHaveText('4');
  await expect(wizard.result('Already there')).toHaveText('1');
  await expect(wizard.result('Refused')).toHaveText('3');
  await expect(page.getByRole('cell', { name: /rounded this number/ })).toBeVisible();
  await expect(page.getByRole('cell', { name: /not a mobile number/ })).toBeVisible();
  await expect(page.getByRole('cell', { name: /no phone number in this row/ })).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the refused rows' }).click();
  const refused = await readFile(await (await download).path(), 'utf8');
  expect(refused).toContain('Lim Siew Ling');
  expect(refused).toContain('Rajesh Kumar');
  expect(refused).not.toContain('Aminah binti Ali');

  await page.getByRole('button', { name: 'Open list' }).click();
  const contacts = new ContactsPage(page);
  await expect(contacts.table.row('Zulkifli; "Joe"')).toContainText('+60 19-555 0207');
  await expect(contacts.table.grid).not.toContainText('Kod');
});

test('a cancelled import keeps what came in and says so', async ({ page, siar }) => {
  const wizard = new ImportWizard(page);
  await wizard.open();
  await wizard.choose(await siar.write('big.csv', toCsv(makePeople(150_000))));
  await wizard.start.click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByText('You stopped the import')).toBeVisible({ timeout: 20_000 });
  const kept = Number((await wizard.result('New contacts').textContent())?.replaceAll(',', ''));
  expect(kept).toBeLessThan(150_000);
  const contacts = new ContactsPage(page);
  await contacts.open();
  if (kept > 0)
    await expect(contacts.count()).toHaveText(new RegExp(`^${kept.toLocaleString('en')}`));
});
