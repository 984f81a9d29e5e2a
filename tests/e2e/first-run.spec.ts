import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignPage } from '#tests/e2e/page-models/campaign.ts';
import { CampaignWizard } from '#tests/e2e/page-models/campaign-wizard.ts';
import { GatewaysPage } from '#tests/e2e/page-models/gateways.ts';
import { Shell } from '#tests/e2e/page-models/shell.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';

test('the guide leads from nothing to a delivered practice message', async ({ page, siar }) => {
  const shell = new Shell(page);
  const guide = page.getByRole('region', { name: 'Your first message in five minutes' });
  await expect(guide).toBeVisible();
  await expect(page.getByRole('note')).toHaveCount(0);

  await guide.getByRole('button', { name: 'Add the practice gateway' }).click();
  await expect(page.getByRole('note')).toContainText('Practice only');

  await guide.getByRole('button', { name: 'Load the sample spreadsheet' }).click();
  await guide.getByRole('link', { name: 'Write the message' }).click();

  const wizard = new CampaignWizard(page);
  await expect(wizard.name).toHaveValue('My first campaign');
  await wizard.next.click();
  await expect(wizard.text).toHaveValue(/Hi \{\{ name \}\}/);
  await wizard.next.click();
  await wizard.review();
  await expect(wizard.send).toBeEnabled();
  const people = Number(/\d+/.exec((await wizard.send.textContent()) ?? '')?.[0]);
  await wizard.sendNow();

  const campaign = new CampaignPage(page);
  await campaign.expectState('Finished', 20_000);
  // One number of the sample is never reached, on purpose; reports come in after the last message left.
  await expect
    .poll(async () => (await siar.status('My first campaign')).counts)
    .toMatchObject({ delivered: people - 1, undelivered: 1 });
  const { summary } = await siar.status('My first campaign');
  await expect.poll(() => campaign.summary()).toEqual(summary);

  await shell.go('Home');
  await expect(
    page.getByRole('heading', { name: 'You have sent your first message' }),
  ).toBeVisible();
  const phones = page.getByRole('list', { name: 'Practice phones' });
  await expect(phones).toContainText('this is our first message with Siar');
  // The practice banner stays for as long as messages reach nobody.
  await expect(page.getByRole('note')).toContainText('reach nobody');
  await page.getByRole('button', { name: 'Close the guide' }).click();
  await expect(phones).toHaveCount(0);
});

test('with a gateway of one’s own the guide leads past the made-up people and says what it costs', async ({
  page,
  siar,
}) => {
  const { url } = await siar.practice({ reports: false });
  await siar.addRemote('Office', url);
  const shell = new Shell(page);
  await shell.open('/');
  const guide = page.getByRole('region', { name: 'Your first message in five minutes' });
  await expect(guide).toContainText('reaches real phones and costs credits');
  await expect(guide.getByRole('button', { name: 'Load the sample spreadsheet' })).toHaveCount(0);
  await guide.getByRole('link', { name: 'Import a spreadsheet' }).click();
  await expect(shell.title).toHaveText('Import contacts');

  await siar.importPeople('Me', makePeople(1));
  await shell.go('Home');
  await guide.getByRole('link', { name: 'Write the message' }).click();
  const wizard = new CampaignWizard(page);
  await expect(wizard.name).toHaveValue('My first campaign');
  await expect(page.getByText('Office').first()).toBeVisible();

  const id = await siar.createCampaign({
    name: 'First',
    list: 'Me',
    text: 'Hi',
    gateway: 'Office',
  });
  await siar.cli('campaign', 'start', id, '--wait');
  await shell.go('Home');
  await expect(
    page.getByRole('heading', { name: 'You have sent your first message' }),
  ).toBeVisible();
  await page.getByRole('link', { name: 'Open the campaign' }).click();
  await new CampaignPage(page).expectState('Finished');
});

test('a gateway is added, tested and removed, and its key is never shown again', async ({
  page,
  siar,
}) => {
  const gateways = new GatewaysPage(page);
  const { url } = await siar.practice({ credentials: { apiKey: 'abc', apiSecret: 'right' } });
  await gateways.open();
  await page.getByRole('button', { name: 'Add a gateway' }).click();
  const panel = gateways.shell.panel;
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('Office');
  await panel.getByRole('textbox', { name: 'Address', exact: true }).fill(url);
  await panel.getByLabel('API key').fill('abc');
  await panel.getByLabel('API secret').fill('wrong');
  await panel.getByRole('button', { name: 'Add a gateway' }).click();

  const card = gateways.card('Office');
  await expect(card).toContainText('Saved, hidden');
  await card.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(card.getByRole('status')).toContainText(/key|secret/i);

  await card.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(panel.getByLabel('API secret')).toHaveValue('');
  await panel.getByLabel('API secret').fill('right');
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await card.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(card.getByRole('status')).toContainText(/credit/i);
  await card.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(panel.getByLabel('API secret')).toHaveValue('');
  await page.keyboard.press('Escape');

  await card.getByRole('button', { name: 'Remove Office' }).click();
  await gateways.shell.dialog.getByRole('button', { name: 'Remove gateway' }).click();
  await expect(card).toHaveCount(0);
});
