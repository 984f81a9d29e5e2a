import { expect, test } from '#tests/e2e/fixtures.ts';
import { Shell } from '#tests/e2e/page-models/shell.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';

test('a copy is made, put back after its meaning was shown, and sending stays locked until allowed', async ({
  page,
  siar,
}) => {
  test.slow();
  const shell = new Shell(page);
  await siar.addPractice();
  await siar.importPeople('Kelas', makePeople(3));
  const first = await siar.createCampaign({ name: 'First', list: 'Kelas', text: 'Hi' });
  await siar.cli('campaign', 'start', first, '--wait');

  await shell.open('/settings');
  await page.getByRole('link', { name: 'Open', exact: true }).click();
  await expect(shell.title).toHaveText('Data & safety');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download…' }).click();
  expect((await download).suggestedFilename()).toMatch(/^siar-backup-.*\.db$/u);
  await expect(page.getByText(/3 contacts, 3 messages/)).toBeVisible();
  await page.getByRole('button', { name: 'To the folder' }).click();
  const look = page.getByRole('button', { name: /^Look at siar-/ });
  await expect(look).toBeVisible();

  const second = await siar.createCampaign({ name: 'Second', list: 'Kelas', text: 'Hi' });
  await siar.cli('campaign', 'start', second, '--wait');
  await look.click();
  await expect(shell.panel).toContainText('3 attempts to send came after this copy');
  await expect(shell.panel.getByRole('row', { name: /^Messages/ })).toHaveText('Messages36');
  await shell.panel.getByRole('button', { name: 'Put it back' }).click();
  await expect(shell.dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await shell.dialog.getByRole('button', { name: 'Put it back' }).click();
  await expect(page.getByText(/is put in place when Siar starts next/)).toBeVisible();

  await page.getByRole('button', { name: 'Start again now' }).click();
  await expect(page.getByText(/^siar-.* was put back/)).toBeVisible({ timeout: 20_000 });
  const banner = shell.alert.filter({ hasText: 'Sending is locked' });
  await expect(banner).toContainText('3 attempts to send are missing here');
  await shell.go('Campaigns');
  await expect(page.getByRole('grid')).toContainText('First');
  await expect(page.getByRole('grid')).not.toContainText('Second');

  await shell.open('/settings/data');
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText(/checks at .* all is well/)).toBeVisible();
  await expect(page.getByText('This is the newest copy')).toBeVisible();
  await page.getByRole('button', { name: 'This is the right copy: allow sending' }).click();
  await shell.dialog.getByRole('button', { name: 'Allow sending' }).click();
  await expect(banner).toHaveCount(0);
});
