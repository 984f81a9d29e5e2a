import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignPage } from '#tests/e2e/page-models/campaign.ts';
import { CampaignWizard } from '#tests/e2e/page-models/campaign-wizard.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';

test('from the palette to a sent campaign without the mouse', async ({ page, siar }) => {
  await siar.addPractice();
  await siar.importPeople('Kelas', makePeople(3));
  const wizard = new CampaignWizard(page);
  const { keyboard } = page;
  /** Tabs until this has the focus: fails where the keyboard cannot reach it. */
  const tabTo = async (target: ReturnType<typeof page.locator>) => {
    for (let presses = 0; presses < 40; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await keyboard.press('Tab');
    }
    throw new Error('the keyboard does not reach it');
  };

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
