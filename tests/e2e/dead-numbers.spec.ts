import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignWizard } from '#tests/e2e/page-models/campaign-wizard.ts';

const DEAD = '60125550003';

test('who has a dead number is left out, with what that saves, unless the person says otherwise', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  await siar.importPeople('Kelas', [
    { Name: 'Aishah', Phone: DEAD },
    { Name: 'Bala', Phone: '60123450001' },
    { Name: 'Chong', Phone: '60123450002' },
  ]);
  await siar.cli('hlr', DEAD, '--wait', '10');
  const wizard = new CampaignWizard(page);
  await wizard.open();
  await wizard.audience({ name: 'Raya', list: 'Kelas', gateway: 'Practice' });
  await wizard.message('Salam {{ name }}');
  await wizard.review();
  const found = page.getByRole('alert').filter({ hasText: 'Numbers that are not in use' });
  await expect(found).toContainText('nobody has the number of 1 person (today)');
  const choice = found.getByRole('checkbox', { name: 'Leave them out' });
  await expect(choice).toBeChecked();
  await expect(found).toContainText('Saves 1 credit.');
  await expect(wizard.send).toHaveText('Send to 2 people');
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
  expect(violations).toEqual([]);
  await choice.press('Space');
  await expect(found).toContainText('They are sent to, which costs 1 credit.');
  await expect(choice).toBeFocused();
  await expect(wizard.send).toHaveText('Send to 3 people');
  await choice.press('Space');
  await expect(wizard.send).toHaveText('Send to 2 people');
  await wizard.sendNow();
  await expect(page.getByText('1 not in use, 1 credit saved')).toBeVisible();
  await page.getByRole('tab', { name: 'Messages' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Aishah' })).toContainText('Left out');
  await page.getByRole('row').filter({ hasText: 'Aishah' }).click();
  await expect(wizard.shell.panel).toContainText(
    /A look-up found on .* that nobody has this number/,
  );
  await expect(wizard.shell.panel).not.toContainText('went wrong');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Details' }).click();
  await expect(page.getByText('Left out where a look-up found one')).toBeVisible();
  const campaign = await siar.status('Raya');
  expect(campaign).toMatchObject({ counts: { excluded: 1 }, dead: { leftOut: 1, credits: 1 } });
  await wizard.shell.open(`/campaigns/${campaign.id}/report`);
  await expect(page.getByText('1 not in use, 1 credit saved')).toBeVisible();
});
