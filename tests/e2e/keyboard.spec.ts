import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignPage } from '#tests/e2e/page-models/campaign.ts';
import { CampaignWizard } from '#tests/e2e/page-models/campaign-wizard.ts';
import { Shell } from '#tests/e2e/page-models/shell.ts';
import { makePeople, phoneOf } from '#tests/e2e/support/siar.ts';

/** Tabs until a thing has the focus: fails where the keyboard cannot reach it. */
function tabberOf(page: Page) {
  return async (target: Locator) => {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('the keyboard does not reach it');
  };
}

test('from the palette to a sent campaign without the mouse', async ({ page, siar }) => {
  await siar.addPractice();
  await siar.importPeople('Kelas', makePeople(3));
  const wizard = new CampaignWizard(page);
  const { keyboard } = page;
  const tabTo = tabberOf(page);

  await keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Search pages, actions and campaigns')).toBeFocused();
  await keyboard.type('new camp');
  await keyboard.press('Enter');
  await expect(wizard.heading('Who gets it?')).toBeVisible();

  await tabTo(wizard.name);
  await keyboard.type('By keyboard');
  // The only list and the only gateway are chosen already.
  await tabTo(wizard.next);
  await keyboard.press('Enter');
  await expect(wizard.heading('What does it say?')).toBeFocused();
  await tabTo(wizard.text);
  await keyboard.type('Hello ');
  await tabTo(page.getByRole('button', { name: 'Insert the field name' }));
  await keyboard.press('Enter');
  await expect(wizard.text).toHaveValue('Hello {{ name }}');
  await tabTo(wizard.next);
  await keyboard.press('Enter');
  await expect(wizard.heading('When is it sent?')).toBeFocused();
  await tabTo(wizard.next);
  await keyboard.press('Enter');
  await expect(wizard.heading('Check and send')).toBeFocused();
  await expect(wizard.send).toBeEnabled();
  await tabTo(wizard.send);
  await keyboard.press('Enter');
  await expect(wizard.undo).toBeFocused();
  await expect(page).toHaveURL(/#\/campaigns\/\d+$/, { timeout: 15_000 });
  await new CampaignPage(page).expectState('Finished', 15_000);
  expect((await siar.status('By keyboard')).counts.delivered).toBe(3);
});

test('credits, top-ups, rates, users and uncertain messages without the mouse', async ({
  page,
  siar,
}) => {
  test.slow();
  const faults = [{ match: { to: phoneOf(1), nth: 1 }, at: 'after-accept', action: 'reset' }];
  const practice = await siar.practice({ reports: false, faults, balance: 500 });
  await siar.addRemote('Office', practice.url);
  await siar.importPeople('Kelas', makePeople(3));
  const unclear = { name: 'Tidak jelas', list: 'Kelas', text: 'Hi', gateway: 'Office' };
  await siar.cli('campaign', 'start', await siar.createCampaign(unclear), '--wait');
  const { keyboard } = page;
  const shell = new Shell(page);
  const tabTo = tabberOf(page);
  const goTo = async (words: string, title: string) => {
    await keyboard.press('Control+k');
    await expect(page.getByPlaceholder('Search pages, actions and campaigns')).toBeFocused();
    await keyboard.type(words);
    await keyboard.press('Enter');
    await expect(shell.title).toHaveText(title);
  };

  await goTo('uncertain', 'Uncertain');
  await tabTo(page.getByRole('button', { name: 'Leave', exact: true }));
  await keyboard.press('Enter');
  await expect(shell.rail.getByRole('link', { name: 'Uncertain', exact: true })).toBeVisible();

  await goTo('credits', 'Credits');
  await tabTo(page.getByRole('tab', { name: 'Overview' }));
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/credits\/(top-ups|ledger|rates)$/u);

  await shell.open('/credits/rates');
  await tabTo(page.getByRole('button', { name: 'Add a rate' }));
  await keyboard.press('Enter');
  await tabTo(shell.panel.getByRole('textbox', { name: 'Credits per part' }));
  await keyboard.type('1.5');
  await keyboard.press('Escape');
  await expect(shell.panel).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add a rate' })).toBeFocused();

  await shell.open('/credits/top-ups');
  await tabTo(page.getByRole('button', { name: 'Record a top-up' }).first());
  await keyboard.press('Enter');
  await expect(shell.panel).toBeVisible();
  await keyboard.press('Escape');
  await expect(shell.panel).toHaveCount(0);

  await goTo('users', 'Users');
  await tabTo(page.getByRole('button', { name: 'Make my own sign-in' }));
  await keyboard.press('Enter');
  await tabTo(page.getByLabel('Your name'));
  await keyboard.type('Aminah');
  await keyboard.press('Tab');
  await keyboard.type('teh tarik satu');
  await tabTo(page.getByRole('textbox', { name: 'New password again', exact: true }));
  await keyboard.type('teh tarik satu');
  await keyboard.press('Enter');
  await tabTo(page.getByLabel('I have written it down'));
  await keyboard.press('Space');
  await tabTo(page.getByRole('button', { name: 'Go on' }));
  await keyboard.press('Enter');
  await tabTo(page.getByRole('button', { name: 'Add a user' }));
});

test('the focus stays in the page when what had it goes away', async ({ page, siar }) => {
  await siar.addPractice({ rate: 1 });
  await siar.importPeople('Kelas', makePeople(30));
  const id = await siar.createCampaign({ name: 'Lama', list: 'Kelas', text: 'Hi' });
  await siar.cli('campaign', 'start', id);
  const { keyboard } = page;
  const main = page.getByRole('main');
  // A page chosen in the palette, from nowhere.
  await keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Search pages, actions and campaigns')).toBeFocused();
  await keyboard.type('templates');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Templates' })).toBeVisible();
  await expect(main).toBeFocused();
  // A button whose work is done. Another Enter does not undo it.
  const campaign = new CampaignPage(page);
  await campaign.open(id);
  await campaign.expectState('Sending');
  await campaign.pause.focus();
  await keyboard.press('Enter');
  await campaign.expectState('Paused');
  await expect(main).toBeFocused();
  await keyboard.press('Enter');
  await campaign.expectState('Paused');
  // Another kind of gateway is another form.
  await new Shell(page).open('/gateways?add=esms');
  const kind = page.getByRole('combobox', { name: 'Kind of gateway' });
  await kind.focus();
  await keyboard.press('Enter');
  await expect(page.getByRole('option', { name: 'eSMS', selected: true })).toBeVisible();
  await keyboard.press('ArrowDown');
  await expect(page.locator('[data-combobox-selected]')).toContainText('SMS123');
  await keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('SMS123');
  await expect(kind).toBeFocused();
});
