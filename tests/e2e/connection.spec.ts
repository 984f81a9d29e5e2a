import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignPage } from '#tests/e2e/page-models/campaign.ts';
import { ContactsPage } from '#tests/e2e/page-models/contacts.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';

test('a broken connection is said, mended by itself, and the page catches up', async ({
  page,
  siar,
}) => {
  let broken = false;
  const open = new Set<{ close(): Promise<void> }>();
  await page.routeWebSocket('**/rpc', (socket) => {
    if (broken) return void socket.close();
    socket.connectToServer();
    open.add(socket);
  });
  await page.reload();
  const contacts = new ContactsPage(page);
  await contacts.open();
  await expect(page.getByText('Nobody here yet')).toBeVisible();

  broken = true;
  for (const socket of open) await socket.close();
  await expect(contacts.shell.alert).toContainText('Reconnecting to Siar');
  await siar.importPeople('Meanwhile', makePeople(4));
  broken = false;
  await expect(contacts.shell.alert).toHaveCount(0);
  await expect(contacts.count()).toHaveText('4 contacts');
});

test('without its core a page tells no speed and no time left', async ({
  page,
  siar,
  problems,
}) => {
  problems.allow(/WebSocket connection to .* failed|ERR_CONNECTION_REFUSED/);
  await siar.addPractice();
  await siar.importPeople('Many', makePeople(200));
  const id = await siar.createCampaign({ name: 'Slow', list: 'Many', text: 'Hi', rate: 2 });
  await siar.cli('campaign', 'start', id);
  const campaign = new CampaignPage(page);
  await campaign.open(id);
  await campaign.expectState('Sending');
  const main = page.getByRole('main');
  await expect(main.getByText(/^[\d.]+\/s$/)).toBeVisible();
  await siar.stop();
  await expect(campaign.shell.alert).toContainText('Reconnecting to Siar');
  await expect(main.getByText(/^[\d.]+\/s$/)).toHaveCount(0);
  await expect(main.getByText('Not known')).toHaveCount(2);
});

test('a server that ends is said; after it starts again its new link goes on', async ({
  page,
  siar,
  problems,
}) => {
  // The browser itself logs every refused connection while the server is away, and the 401 after.
  problems.allow(/WebSocket connection to .* failed|ERR_CONNECTION_REFUSED|status of 401/);
  const contacts = new ContactsPage(page);
  await contacts.open();
  await siar.stop();
  await expect(contacts.shell.alert).toContainText('Reconnecting to Siar');
  await siar.start();
  // Sessions end with the server: the page says where a new link comes from.
  await expect(contacts.shell.alert).toContainText('no longer signed in', { timeout: 15_000 });
  await page.goto(siar.link);
  await expect(contacts.shell.title).toHaveText('Home');
  await expect(contacts.shell.alert).toHaveCount(0);
});

test('a link works once: used again it leads to a page that says how to get a new one', async ({
  siar,
  browser,
}) => {
  const { link } = siar;
  const first = await browser.newContext();
  const page = await first.newPage();
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
  expect(page.url()).not.toContain('token');
  const second = await browser.newContext();
  const other = await second.newPage();
  const answer = await other.goto(link);
  expect(answer?.status()).toBe(401);
  await expect(other.getByRole('heading', { name: 'This link does not open Siar' })).toBeVisible();
  await expect(other.getByText('siar serve')).toBeVisible();
  await first.close();
  await second.close();
});
