import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignPage } from '#tests/e2e/page-models/campaign.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';

test('the rest of a campaign goes by another gateway, with its numbers shown before', async ({
  page,
  siar,
}) => {
  await siar.addPractice({ rate: 20 });
  await siar.cli('gateway', 'add', 'Spare', '--driver', 'practice');
  await siar.importPeople('Many', makePeople(200));
  const id = await siar.createCampaign({ name: 'Move', list: 'Many', text: 'Hi' });
  await siar.cli('campaign', 'start', id);
  const campaign = new CampaignPage(page);
  await campaign.open(id);
  await expect.poll(async () => (await campaign.summary()).success).toBeGreaterThan(5);

  // While it runs, the panel asks for a pause first, and then shows its numbers.
  await page.getByRole('button', { name: 'Use another gateway' }).click();
  const { panel, dialog } = campaign.shell;
  await panel.getByRole('button', { name: 'Pause' }).click();
  await campaign.expectState('Paused');
  await expect.poll(async () => (await siar.status(id)).counts.sending).toBe(0);
  const { counts } = await siar.status(id);
  const rest = String(counts.queued);
  await expect(panel.getByRole('table')).toContainText(`Credits${rest}${rest}`);
  await expect(panel).toContainText(`${200 - counts.queued} taken by a gateway already`);

  const move = panel.getByRole('button', { name: `Move ${rest} messages` });
  await move.click();
  await expect(dialog).toContainText(`Move ${rest} unsent messages to Spare?`);
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect((await siar.status(id)).credits.reserved).toBe(counts.queued);

  await move.click();
  await dialog.getByRole('button', { name: 'Move them' }).click();
  await expect(page.getByText('The unsent messages wait for another gateway')).toBeVisible();
  await expect(panel).toHaveCount(0);
  expect((await siar.status(id)).credits.reserved).toBe(counts.queued);
  await campaign.resume.click();
  await campaign.expectState('Finished', 20_000);
  // The last reports come after the last message has left.
  await expect.poll(async () => (await siar.status(id)).counts.delivered).toBe(200);
});

test('a message opened beside the panel takes its place, and gives it back', async ({
  page,
  siar,
}) => {
  await siar.addPractice({ rate: 1 });
  await siar.cli('gateway', 'add', 'Spare', '--driver', 'practice');
  await siar.importPeople('Few', makePeople(5));
  const id = await siar.createCampaign({ name: 'Panels', list: 'Few', text: 'Hi' });
  await siar.cli('campaign', 'start', id);
  await siar.cli('campaign', 'pause', id);
  const campaign = new CampaignPage(page);
  await campaign.open(id);
  const { panel } = campaign.shell;
  await page.getByRole('button', { name: 'Use another gateway' }).click();
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(/another gateway/);
  await page.getByRole('row').filter({ hasText: 'Person 5' }).click();
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('Person 5');
  await expect(panel).toContainText('Queued');
  await expect(panel.getByRole('alert')).toHaveCount(0);
  // The window itself never scrolls: the rail stays where it is.
  await expect(page.getByRole('link', { name: 'Home' })).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(/another gateway/);
});

test('what one gateway holds back goes by another, and the share of the others stays', async ({
  page,
  siar,
}) => {
  const local = await siar.practice({ reports: false });
  const abroad = await siar.practice({ credentials: { apiKey: 'key', apiSecret: 'right' } });
  await siar.addRemote('Local', local.url);
  await siar.addRemote('Abroad', abroad.url);
  await siar.addRemote('Spare', local.url);
  const away = makePeople(6).map((person, i) => ({ ...person, Phone: `6011000000${10 + i}` }));
  await siar.importPeople('Raya', [...makePeople(200), ...away]);
  await siar.cli('routing', 'add', '--prefix', '6011', '--gateway', 'Abroad');
  const id = await siar.createCampaign({
    name: 'Raya',
    list: 'Raya',
    text: 'Hi',
    gateway: 'Local',
    rate: 2,
  });
  await siar.cli('campaign', 'start', id);
  const campaign = new CampaignPage(page);
  await campaign.open(id);
  await expect(page.getByText('6 messages wait for Abroad')).toBeVisible();
  await siar.cli('campaign', 'pause', id);
  await campaign.expectState('Paused');
  await expect.poll(async () => (await siar.status(id)).counts.sending).toBe(0);
  const rest = (await siar.status(id)).counts.queued - 6;

  await page.getByRole('button', { name: 'Use another gateway' }).first().click();
  const { panel, dialog } = campaign.shell;
  const which = panel.getByRole('radiogroup', { name: 'Which messages' });
  await expect(which.getByRole('radio', { name: 'Only what waits at Abroad (6)' })).toBeChecked();
  await expect(which).toContainText('held back now');
  await panel.getByRole('combobox', { name: 'Other gateway' }).click();
  await expect(page.getByRole('option', { name: 'Abroad' })).toHaveCount(0);
  await page.getByRole('option', { name: 'Spare' }).click();
  await expect(panel).toContainText(`${rest} wait for other gateways, and stay there`);
  await which.getByRole('radio', { name: `All that has not left (${rest + 6})` }).check();
  await expect(panel.getByRole('button', { name: `Move ${rest + 6} messages` })).toBeVisible();
  await which.getByRole('radio', { name: 'Only what waits at Abroad (6)' }).check();
  await panel.getByRole('button', { name: 'Move 6 messages' }).click();
  await dialog.getByRole('button', { name: 'Move them' }).click();
  await expect(panel).toHaveCount(0);
  const said = await siar.cli(
    'campaign',
    'switch-gateway',
    id,
    'Abroad',
    '--from',
    'Spare',
    '--dry-run',
  );
  expect(said).toMatchObject({ from: 'Spare', messages: 6, stays: { elsewhere: rest } });
});
