import { expect, test } from '#tests/e2e/fixtures.ts';
import { GatewaysPage } from '#tests/e2e/page-models/gateways.ts';
import { Shell } from '#tests/e2e/page-models/shell.ts';

test('a gateway is tried with and without a message, and shows both sides without its secrets', async ({
  page,
  siar,
}) => {
  const practice = await siar.practice();
  await siar.addRemote('Account', practice.url);
  const gateways = new GatewaysPage(page);
  await gateways.open();
  const card = gateways.card('Account');
  await card.getByRole('button', { name: 'Test', exact: true }).click();
  await card.getByRole('button', { name: 'Show request and reply' }).click();
  const { panel } = new Shell(page);
  const request = panel.getByRole('group', { name: 'Request' }).first();
  await expect(request).toContainText(`POST ${practice.url}/sms/balance`);
  await expect(request).toContainText('{"user":"••••","pass":"••••"}');
  await expect(panel.getByRole('group', { name: 'Reply' }).first()).toContainText('"balance"');

  await panel.getByRole('textbox', { name: 'Number' }).fill('0123456789');
  await panel.getByRole('textbox', { name: 'Text' }).fill('Hello');
  await panel.getByRole('button', { name: 'Send and show' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  await expect(panel.getByText('Account accepted the test message.')).toBeVisible();
  const reading = panel.getByRole('region', { name: 'How Siar reads the reply' });
  await expect(reading).toContainText('0: Accepted');
  await new Shell(page).open('/history');
  await expect(page.getByRole('row').filter({ hasText: '60123456789' })).toBeVisible();
});

test('the practice gateway is called by its name, though its secret is a word like it', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  await new Shell(page).open('/gateways?probe=1');
  const { panel } = new Shell(page);
  await expect(panel.getByText(/^Practice answers: .* a practice gateway/)).toBeVisible();
  await expect(panel.getByRole('group', { name: 'Request' })).toContainText('"pass":"••••"');
});

test('a request template is tried while it is written, and nothing is sent', async ({
  page,
  siar,
}) => {
  const practice = await siar.practice();
  await siar.cli('gateway', 'add', 'Own', '--driver', 'http', '--url', practice.url);
  await new Shell(page).open('/gateways?profile=1');
  const { panel } = new Shell(page);
  await panel.getByRole('tab', { name: 'All of it as JSON' }).click();
  const json = panel.getByRole('textbox', { name: 'Profile' });
  await json.fill((await json.inputValue()).replace('"path": "send"', '"path": "v2/messages"'));
  await panel.getByRole('button', { name: 'Try this profile' }).click();
  await panel.getByRole('textbox', { name: 'A reply to read' }).fill('{"status":"no","code":"E7"}');
  await panel.getByRole('button', { name: 'Show the request' }).click();
  await expect(panel.getByRole('group', { name: 'Request' })).toContainText(
    `POST ${practice.url}/v2/messages`,
  );
  const broken = panel.getByRole('row').filter({ hasText: 'Taken where' });
  await expect(broken).toContainText('No');
  await new Shell(page).open('/history');
  await expect(page.getByText('60123456789')).toHaveCount(0);
});
