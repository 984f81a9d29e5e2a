import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { Shell } from '#tests/e2e/page-models/shell.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a payment is recorded with its slip, cleared, and its receipt saved', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  const shell = new Shell(page);
  await shell.open('/credits/top-ups');
  await page.getByRole('button', { name: 'Record a top-up' }).click();
  const { panel } = shell;
  const submit = panel.getByRole('button', { name: 'Record the top-up' });
  await submit.click();
  await expect(panel.getByText('Enter the name of the account holder.')).toBeVisible();
  const amount = panel.getByRole('textbox', { name: 'Amount paid' });
  await amount.fill('99.99');
  await expect(panel.getByText('The smallest top-up is RM 100.00 (2,000 credits).')).toBeVisible();
  await amount.fill('300');
  await expect(panel.getByText('6,000 credits')).toBeVisible();
  await expect(panel.getByText('RM 200.00 more and each credit costs 4.76 sen.')).toBeVisible();
  await panel.getByRole('button', { name: 'Make it RM 500.00' }).click();
  await expect(panel.getByText('10,500 credits')).toBeVisible();
  await panel.getByRole('combobox', { name: 'Paid by' }).click();
  await page.getByRole('option', { name: 'Cheque' }).click();
  await expect(panel.getByText(/usually after 1 to 3 working days/)).toBeVisible();
  await panel
    .getByRole('textbox', { name: 'Name of the bank-account holder' })
    .fill('Tan Mei Ling');

  // A page with the name of a picture is taken for what it is.
  const choose = async (name: string, content: Buffer | string) => {
    const path = join(siar.folder, name);
    await writeFile(path, content);
    const chooser = page.waitForEvent('filechooser');
    await panel.getByRole('button', { name: 'Choose' }).click();
    await (await chooser).setFiles(path);
    await expect(panel.getByRole('button', { name: `Remove ${name}` })).toBeVisible();
  };
  await choose('fake.png', '<script>document.title = "no"</script>');
  await submit.click();
  await expect(page.getByText(/fake\.png is no PNG, JPEG or WebP picture/)).toBeVisible();
  await panel.getByRole('button', { name: 'Remove fake.png' }).click();
  await choose('slip.png', PNG);
  const receiptFile = join(siar.folder, 'paper.pdf');
  await submit.click();

  await expect(panel.getByRole('img', { name: 'Payment slip slip.png' })).toBeVisible();
  await panel.getByRole('button', { name: 'Clear' }).click();
  await shell.dialog.getByRole('button', { name: 'Release 10,500 credits' }).click();
  const receipt = panel.getByRole('button', { name: /Receipt R-\d{4}-000001 \(PDF\)/ });
  await expect(receipt).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Cleared' })).toContainText('10,500');
  const download = page.waitForEvent('download');
  await receipt.click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^R-\d{4}-000001\.pdf$/);
  await file.saveAs(receiptFile);
  const paper = await readFile(receiptFile);
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-');

  // That receipt serves as the slip of the next one: a PDF is drawn on the page itself.
  await page.getByRole('button', { name: 'Record a top-up' }).click();
  await amount.fill('100');
  await panel.getByRole('textbox', { name: 'Name of the bank-account holder' }).fill('Ali');
  await choose('bank.pdf', paper);
  await submit.click();
  const drawn = panel.getByRole('img', { name: 'Payment slip bank.pdf' });
  await expect(drawn).toBeVisible();
  await expect
    .poll(() => drawn.evaluate((canvas) => (canvas as HTMLCanvasElement).width))
    .toBeGreaterThan(500);
  await panel.getByRole('button', { name: 'Refuse' }).click();
  await panel.getByRole('textbox', { name: 'Reason' }).fill('Not on the statement');
  await page.keyboard.press('Enter');
  await expect(panel.getByText('Not on the statement')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Refused' })).toBeVisible();
});

test('the price list is changed on the page, and a list that makes no sense is refused', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  const shell = new Shell(page);
  await shell.open('/credits/top-ups');
  await page.getByRole('button', { name: 'Price list' }).click();
  const credits = shell.panel.getByRole('textbox', { name: 'Credits' });
  await expect(credits).toHaveCount(4);
  await credits.nth(1).fill('9000');
  await shell.panel.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/At RM 500\.00 each credit would cost more/)).toBeVisible();
  await credits.nth(1).fill('11000');
  await shell.panel.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The price list is kept.')).toBeVisible();
  expect(await siar.cli('credits', 'packages', 'list')).toMatchObject({
    packages: { 1: { amountSen: 50_000, credits: 11_000 } },
  });
});
