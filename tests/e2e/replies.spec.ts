import { expect, test } from '#tests/e2e/fixtures.ts';
import { Shell } from '#tests/e2e/page-models/shell.ts';
import { phoneOf } from '#tests/e2e/support/siar.ts';

test('a STOP that Kannel calls in is told at once, shown on Replies, and holds', async ({
  page,
  siar,
}) => {
  await siar.importPeople('Kelas', [
    { Name: 'Aminah', Phone: phoneOf(1) },
    { Name: 'Rajesh', Phone: phoneOf(2) },
  ]);
  const shell = new Shell(page);
  await shell.go('Replies');
  await expect(page.getByText('Nobody has replied yet')).toBeVisible();
  const say = await siar.addKannel();
  // What a person copies from the gateway’s panel is what the command line tells.
  await shell.open('/gateways?gateway=1');
  const address = shell.panel.getByRole('group', { name: 'Replies' }).locator('code');
  const told = await siar.cli('gateway', 'address', 'Kannel');
  expect(told).toMatchObject({ replies: await address.textContent() });
  expect(await address.textContent()).toContain('/incoming?from=%q&');

  await shell.go('Replies');
  await say(phoneOf(1), 'Stop please');
  await expect(shell.alert.filter({ hasText: 'Aminah asked for no more messages' })).toBeVisible();
  const row = (text: string) => page.getByRole('row').filter({ hasText: text });
  await expect(row('Stop please')).toContainText('Opted out');
  await say(phoneOf(2), 'pls stop');
  await expect(row('pls stop')).toContainText('To look at');

  // Only what waits for a decision, then the decision.
  await page.getByRole('combobox', { name: 'Which replies' }).click();
  await page.getByRole('option', { name: 'To look at (1)' }).click();
  await expect(row('Stop please')).toHaveCount(0);
  await row('pls stop').click();
  await expect(shell.panel).toContainText('Read it and decide');
  await shell.panel.getByRole('button', { name: 'Add to do-not-contact' }).click();
  await expect(page.getByText('No reply matches')).toBeVisible();
  expect(await siar.cli('suppress', 'list')).toMatchObject([
    { msisdn: phoneOf(2), source: 'manual', reason: '“pls stop”' },
    { msisdn: phoneOf(1), source: 'reply', reason: '“Stop please”' },
  ]);
  expect(await siar.cli('replies', 'list', '--search', 'aminah')).toMatchObject([
    { text: 'Stop please', done: 'stopped', contact: { name: 'Aminah' } },
  ]);

  // By keyboard alone: the person behind a reply.
  await page.getByRole('combobox', { name: 'Which replies' }).click();
  await page.getByRole('option', { name: 'All replies' }).click();
  await expect(row('Stop please')).toBeVisible();
  await page.getByRole('grid', { name: 'Replies' }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await shell.panel.getByRole('link', { name: /12-000 0001/ }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Contacts' })).toBeVisible();
  await expect(shell.panel).toContainText('Aminah');
  // And back from the person to what came from the number.
  await shell.panel.getByRole('tab', { name: 'Messages' }).click();
  await shell.panel.getByRole('link', { name: '1 reply from this number' }).click();
  await expect(row('Stop please')).toBeVisible();
  await expect(row('pls stop')).toHaveCount(0);
});
