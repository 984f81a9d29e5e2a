import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignWizard } from '#tests/e2e/page-models/campaign-wizard.ts';
import { Shell } from '#tests/e2e/page-models/shell.ts';

test('a mistake in a template is named with its place and cannot be saved', async ({ page }) => {
  const shell = new Shell(page);
  await shell.go('Templates');
  await page.getByRole('button', { name: 'New template' }).first().click();
  const { panel } = shell;
  const text = panel.getByRole('textbox', { name: 'Text', exact: true });
  const save = panel.getByRole('button', { name: 'Save template' });
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('Reminder');
  await text.fill('Dear {{ name }},\nyour fee {{ amount is due.');
  await expect(panel.getByRole('alert')).toContainText('Line 2');
  await expect(save).toBeDisabled();
  await panel.getByRole('button', { name: 'Show the place' }).click();
  await expect(text).toBeFocused();

  await text.fill('Dear {{ name }},\nyour fee {{ amount | default: "RM50" }} is due.');
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await save.click();
  await expect(page.getByRole('grid', { name: 'Templates' })).toContainText('Reminder');
});

test('a field that some people lack blocks the send and names them, until a default is given', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  await siar.importPeople('Class', [
    { Name: 'Aminah', Phone: '0125550201', Class: '5 Bestari' },
    { Name: '陈小明', Phone: '0175550202', Class: '' },
    { Name: 'Rajesh', Phone: '0165550203', Class: '' },
  ]);
  const wizard = new CampaignWizard(page);
  await wizard.open();
  await wizard.audience({ name: 'Meeting', list: 'Class', gateway: 'Practice' });
  await wizard.message('Parents of {{ class }}: meeting on Friday.');
  await wizard.review();

  await expect(page.getByText('2 people have nothing in class')).toBeVisible();
  const named = page.getByRole('table', { name: 'People named' });
  await expect(named).toContainText('陈小明');
  await expect(named).toContainText('Rajesh');
  await expect(named).not.toContainText('Aminah');
  await expect(wizard.send).toHaveCount(0);
  expect(await siar.cli('campaign', 'ls')).toEqual([]);

  await page.getByLabel('Where class is empty, write').fill('our school');
  await page.getByRole('button', { name: 'Use this' }).click();
  await expect(wizard.send).toHaveText('Send to 3 people');
  await expect(page.getByText('Parents of our school: meeting on Friday.').first()).toBeVisible();
});
