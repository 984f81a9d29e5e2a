import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignPage } from '#tests/e2e/page-models/campaign.ts';
import { CampaignWizard } from '#tests/e2e/page-models/campaign-wizard.ts';
import type { Siar } from '#tests/e2e/support/siar.ts';

async function ready(siar: Siar): Promise<void> {
  await siar.addPractice();
  await siar.importPeople('Pelanggan', [
    { Name: '陈小明', Phone: '0175550202', Town: '吉隆坡' },
    { Name: '李美丽', Phone: '0165550208', Town: '新山' },
    { Name: 'Aminah', Phone: '0125550201', Town: 'Klang' },
  ]);
}

test('the part counter counts for the person shown: Chinese names make the message Unicode', async ({
  page,
  siar,
}) => {
  await ready(siar);
  const wizard = new CampaignWizard(page);
  await wizard.open();
  await wizard.audience({ name: 'Sale', list: 'Pelanggan', gateway: 'Practice' });
  const counter = page.getByRole('status').filter({ hasText: 'characters' });
  await wizard.text.fill('A'.repeat(100));
  // "RM0.00 " is the gateway's price prefix: 7 characters.
  await expect(counter).toContainText('107 / 160 characters');
  await expect(counter).toContainText('Plain text');
  await expect(counter).toContainText('1 part');

  await wizard.text.fill(`{{ name }}, ${'A'.repeat(95)}`);
  await expect(counter).toContainText('Unicode');
  await expect(counter).toContainText('107 / 134 characters');
  await expect(counter).toContainText('2 parts');
  const phone = page.getByRole('figure', { name: 'The message as the phone shows it' });
  await expect(phone).toContainText('陈小明, AAA');
  await page.getByRole('button', { name: 'Previous person' }).click();
  await expect(phone).toContainText('Aminah, AAA');
  await expect(counter).toContainText('Plain text');

  await wizard.next.click();
  await wizard.review();
  // Two people in two parts each, one in one part.
  await expect(page.getByText(/^Parts5longest: 2 parts$/)).toBeVisible();
  await expect(page.getByText(/2 messages hold characters outside the SMS alphabet/)).toBeVisible();
});

test('a campaign is scheduled for later and waits for its time', async ({ page, siar }) => {
  await ready(siar);
  const wizard = new CampaignWizard(page);
  await wizard.open();
  await wizard.audience({ name: 'Tomorrow', list: 'Pelanggan', gateway: 'Practice' });
  await wizard.message('See you tomorrow.');
  await page.getByRole('radio', { name: 'At a date and time' }).check();
  await wizard.next.click();
  await expect(page.getByText('Choose a date and time.')).toBeVisible();

  await page.getByRole('button', { name: 'Date and time' }).click();
  const calendar = page.getByRole('dialog');
  await calendar.locator('button[data-direction="next"]').click();
  await calendar.getByRole('button', { name: /^15 / }).click();
  await page.keyboard.press('Escape');
  await wizard.review();
  await expect(wizard.send).toHaveText('Schedule for 3 people');
  await wizard.sendNow();

  const campaign = new CampaignPage(page);
  await campaign.expectState('Scheduled');
  await expect(page.getByText(/^Starts on .*Siar must be running then\.$/)).toBeVisible();
  await expect(wizard.shell.rail).toContainText('Next:');
  expect((await siar.status('Tomorrow')).counts.accepted).toBe(0);
});

test('a warning holds the send back until it is ticked', async ({ page, siar }) => {
  await ready(siar);
  const wizard = new CampaignWizard(page);
  await wizard.open();
  await wizard.audience({ name: 'Link', list: 'Pelanggan', gateway: 'Practice' });
  await wizard.message('Look at https://example.invalid/sale today');
  await wizard.review();
  await expect(page.getByText('Look at this before you send')).toBeVisible();
  await expect(page.getByText(/3 messages hold a link/)).toBeVisible();
  await expect(wizard.send).toBeDisabled();
  await wizard.sendAnyway.check();
  await expect(wizard.send).toBeEnabled();
  await wizard.sendAnyway.uncheck();
  await expect(wizard.send).toBeDisabled();
});

test('undo in the countdown sends nothing; leaving the page does too', async ({ page, siar }) => {
  await ready(siar);
  const wizard = new CampaignWizard(page);
  await wizard.open();
  await wizard.audience({ name: 'Undone', list: 'Pelanggan', gateway: 'Practice' });
  await wizard.message('Never mind.');
  await wizard.review();
  // The second click of a double click must not be taken for an undo.
  await wizard.send.dblclick();
  await expect(wizard.undo).toBeFocused();
  await expect(wizard.undo).toHaveText('Undo (4)');
  await wizard.undo.click();
  await expect(wizard.send).toBeEnabled();

  await wizard.send.click();
  await expect(wizard.undo).toBeVisible();
  await wizard.shell.go('History');
  // Longer than the countdown: a timer that survived would have fired by now.
  await page.waitForTimeout(6_000);
  await expect(page.getByText('No messages yet')).toBeVisible();
  expect(await siar.cli('campaign', 'ls')).toEqual([]);
});

test('Enter held down on Send starts exactly one campaign', async ({ page, siar }) => {
  await ready(siar);
  const wizard = new CampaignWizard(page);
  await wizard.open();
  await wizard.audience({ name: 'Once', list: 'Pelanggan', gateway: 'Practice' });
  await wizard.message('Only once.');
  await wizard.review();
  await wizard.send.focus();
  // A key held down: the first keydown, then repeats without a keyup.
  for (let count = 0; count < 40; count += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(wizard.undo).toBeVisible();
  await expect(page).toHaveURL(/#\/campaigns\/\d+$/, { timeout: 15_000 });
  await new CampaignPage(page).expectState('Finished', 15_000);

  const all = await siar.cli('campaign', 'ls');
  expect(all).toHaveLength(1);
  expect((await siar.status('Once')).counts).toMatchObject({ frozen: 3, delivered: 3 });
});
