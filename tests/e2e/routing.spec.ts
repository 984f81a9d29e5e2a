import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignWizard } from '#tests/e2e/page-models/campaign-wizard.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';
import type { Siar } from '#tests/e2e/support/siar.ts';

/** Two real accounts, “Local” and “Abroad”, at practice servers of their own. */
async function twoGateways(siar: Siar, abroad?: object, latencyMs = 0) {
  const local = await siar.practice({ reports: false, latencyMs });
  const other = await siar.practice({ reports: false, ...abroad });
  await siar.addRemote('Local', local.url);
  await siar.addRemote('Abroad', other.url);
}

test('rules are added, ordered by keys and buttons, tried, and had back after removing', async ({
  page,
  siar,
}) => {
  await twoGateways(siar);
  await page.goto(`${new URL(page.url()).origin}/#/gateways`);
  const section = page.getByRole('region', { name: 'Routing rules' });
  await expect(section).toContainText('Without rules every campaign goes by its own gateway.');

  await section.getByRole('button', { name: 'Add a rule' }).click();
  const panel = page.getByRole('complementary', { name: 'Add a rule' });
  await panel.getByRole('button', { name: 'Add a rule' }).click();
  await expect(panel.getByText('This is needed.')).toHaveCount(2);
  await panel.getByRole('combobox', { name: 'Country' }).fill('Malay');
  await page.getByRole('option', { name: 'Malaysia (MY)' }).click();
  await panel.getByRole('combobox', { name: 'Gateway that sends' }).click();
  await page.getByRole('option', { name: 'Local' }).click();
  await panel.getByRole('button', { name: 'Add a rule' }).click();
  const rules = section.getByRole('listitem');
  await expect(rules.first()).toContainText('Malaysia by Local');

  await section.getByRole('button', { name: 'Add a rule' }).click();
  await panel.getByRole('radio', { name: 'Numbers that begin with some digits' }).check();
  const digits = panel.getByRole('textbox', { name: 'First digits' });
  await digits.fill('011');
  await panel.getByRole('combobox', { name: 'Gateway that sends' }).click();
  await page.getByRole('option', { name: 'Abroad' }).click();
  await panel.getByRole('button', { name: 'Add a rule' }).click();
  await expect(panel.getByText('has no country code')).toBeVisible();
  await digits.fill('+60 11');
  await page.keyboard.press('Enter');
  const second = rules.nth(1);
  await expect(second).toContainText('Never used: rule 1 already takes all of these numbers.');

  const up = section.getByRole('button', { name: 'Move the rule for Numbers +6011… up' });
  await up.focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(rules.first()).toContainText('Numbers +6011… by Abroad');
  await expect(section.getByText('Never used')).toHaveCount(0);
  // The same control keeps the focus, so that the keys go on with the same rule.
  await expect(up).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(rules.first()).toContainText('Malaysia');
  await up.click();
  await expect(rules.first()).toContainText('+6011');

  const box = section.getByRole('textbox', { name: 'Try a number' });
  await box.fill('011-1234 5678');
  await page.keyboard.press('Enter');
  await expect(section.getByRole('status')).toContainText('Abroad because of rule 1');
  await box.fill('+65 8123 4567');
  await page.keyboard.press('Enter');
  await expect(section.getByRole('status')).toContainText('no rule is about this number');

  await section.getByRole('button', { name: 'Remove the rule for Numbers +6011…' }).click();
  await expect(rules.first()).toContainText('Malaysia');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rules.first()).toContainText('Numbers +6011… by Abroad');
});

test('the review, the campaign and its report show what each gateway sends', async ({
  page,
  siar,
}) => {
  // Slow enough at the one to see it go on while the other holds back.
  const locked = { credentials: { apiKey: 'key', apiSecret: 'right' } };
  await twoGateways(siar, locked, 4_000);
  const away = makePeople(6).map((person, i) => ({ ...person, Phone: `6011000000${10 + i}` }));
  await siar.importPeople('Raya', [...makePeople(12), ...away]);
  await siar.cli('routing', 'add', '--prefix', '6011', '--gateway', 'Abroad');
  const wizard = new CampaignWizard(page);
  await wizard.open();
  const choice = page.getByRole('checkbox', { name: 'Use the routing rule' });
  await page.getByRole('radio', { name: /^Local/ }).check();
  await expect(choice).toBeChecked();
  await choice.uncheck();
  await expect(page.getByText('Everything goes by Local, whatever the rules say.')).toBeVisible();
  await choice.check();
  await wizard.audience({ name: 'Raya', list: 'Raya', gateway: 'Local' });
  await wizard.message('Hi {{ name }}');
  await page.getByRole('radio', { name: /^At any hour/ }).check();
  await wizard.review();
  const shares = page.getByRole('table', { name: 'By gateway' });
  await expect(shares.getByRole('row', { name: /^Local/ })).toContainText(/12\s*12\s*12/);
  await expect(shares.getByRole('row', { name: /^Abroad/ })).toContainText('by a routing rule');
  await wizard.sendNow();

  // What goes abroad is refused its credentials; the rest is sent all the same.
  await expect(page.getByText('6 messages wait for Abroad')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Test and resume' })).toBeVisible();
  const table = page.getByRole('table', { name: 'By gateway' });
  await expect(table.getByRole('row', { name: /^Abroad/ })).toContainText('6 wait');
  await expect(table.getByRole('row', { name: /^Local/ })).toContainText('12 of 12');
  await page.goto(`${page.url()}/report`);
  await expect(page.getByRole('region', { name: 'By gateway' })).toBeVisible();
});
