import { expect, test } from '#tests/e2e/fixtures.ts';
import { Shell } from '#tests/e2e/page-models/shell.ts';

test('a code is sent, checked wrong and right, and shown nowhere on the page', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  const shell = new Shell(page);
  await shell.open('/otp');
  await page.getByRole('button', { name: 'Send a code' }).click();
  const { panel } = shell;
  const submit = panel.getByRole('button', { name: 'Send a code' });
  await submit.click();
  await expect(panel.getByText('Brand name or Message required')).toBeVisible();
  await panel.getByRole('textbox', { name: 'Number' }).fill('0123456789');
  await panel.getByRole('textbox', { name: 'Brand name' }).fill('Kedai Maju');
  await expect(panel.getByText('RM0.00 Kedai Maju - Your OTP code is 112233')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('timer')).toHaveText(/^Valid for[23]:\d\d$/);
  await expect(panel.getByRole('button', { name: /^Send a new code in/ })).toBeDisabled();

  await panel.getByRole('textbox', { name: 'Code from the phone' }).fill('000000');
  await page.keyboard.press('Enter');
  await expect(panel.getByText('Invalid OTP code')).toBeVisible();
  await expect(panel.getByRole('textbox', { name: 'Code from the phone' })).toHaveValue('');

  await panel.getByRole('link', { name: 'practice phones' }).click();
  const message = page.getByText(/RM0\.00 Kedai Maju - Your OTP code is \d{6}\./);
  const code = /\d{6}/.exec((await message.textContent()) ?? '')?.[0] ?? '';
  await shell.open('/otp');
  await page.getByRole('row').filter({ hasText: 'Kedai Maju' }).click();
  await panel.getByRole('textbox', { name: 'Code from the phone' }).fill(code);
  await panel.getByRole('button', { name: 'Verify' }).click();
  await expect(panel.getByText('The code was right.')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Verified' })).toBeVisible();
  expect(await page.locator('body').innerText()).not.toContain(code);
});

test('an own text that does not fit one part is refused while it is typed', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  const shell = new Shell(page);
  await shell.open('/otp');
  await page.getByRole('button', { name: 'Send a code' }).click();
  await shell.panel.getByText('Own text').click();
  const text = shell.panel.getByRole('textbox', { name: 'Your text' });
  await text.fill(`#otp# ${'字'.repeat(57)}`);
  await expect(shell.panel.getByText('71 of 70 characters')).toBeVisible();
  await expect(shell.panel.getByText('Content too long')).toBeVisible();
  await text.fill(`#otp#${'字'.repeat(57)}`);
  await expect(shell.panel.getByText('70 of 70 characters')).toBeVisible();
  await expect(shell.panel.getByText('Content too long')).toBeHidden();
});

test('a gateway that makes no codes is not offered, and the page says why when none is left', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  await siar.cli('otp', 'send', '--gateway', 'Practice', '--to', '0123456789', '--brand', 'Kedai');
  const asSms123 = ['--driver', 'practice', '--profile', 'practice-sms123'];
  await siar.cli('gateway', 'add', 'Try', ...asSms123);
  const shell = new Shell(page);
  await shell.open('/otp');
  await page.getByRole('button', { name: 'Send a code' }).click();
  await shell.panel.getByRole('combobox', { name: 'Gateway' }).click();
  await expect(page.getByRole('option')).toHaveText(['Practice']);
  await page.keyboard.press('Escape');
  await expect(
    siar.cli('otp', 'send', '--gateway', 'Try', '--to', '0123456789', '--brand', 'Kedai'),
  ).rejects.toThrow('Choose one that does: Practice.');
  await siar.cli('gateway', 'remove', 'Practice');
  await shell.open('/otp');
  await expect(
    page.getByText('None of your gateways makes one-time passwords: Try.'),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send a code' })).toHaveCount(0);
  await page.getByRole('row').filter({ hasText: 'Kedai' }).click();
  await expect(shell.panel).toContainText('Practice makes no one-time passwords any more');
  await expect(shell.panel.getByRole('button', { name: /^Send a new code/ })).toHaveCount(0);
});
