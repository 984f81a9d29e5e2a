import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignPage } from '#tests/e2e/page-models/campaign.ts';
import { CampaignWizard } from '#tests/e2e/page-models/campaign-wizard.ts';
import { ContactsPage } from '#tests/e2e/page-models/contacts.ts';
import { Shell } from '#tests/e2e/page-models/shell.ts';
import { docsFolder } from '#tests/e2e/support/processes.ts';
import { failingPeople, samplePeople } from '#tests/e2e/support/sample-people.ts';
import type { Siar } from '#tests/e2e/support/siar.ts';
import { freePort } from '#tests/support/free-port.ts';

const MOST_BYTES = 170_000;

async function take(page: Page, name: string): Promise<void> {
  mkdirSync(docsFolder, { recursive: true });
  const path = join(docsFolder, `${name}.png`);
  await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
  await page.screenshot({
    path,
    animations: 'disabled',
    caret: 'hide',
    // Messages in the corner cover what the picture is about.
    style: '.mantine-Notifications-root { display: none }',
  });
  expect(statSync(path).size, `${name}.png is small enough for a page of text`).toBeLessThan(
    MOST_BYTES,
  );
}

/** A shop with a gateway that reports back, three lists and two campaigns that are over. */
async function aShop(siar: Siar): Promise<void> {
  const practice = await siar.practice({ balance: 5_000, reportDelayMs: 300 });
  await siar.addRemote('eSMS', practice.url, { dlrListen: `127.0.0.1:${await freePort()}` });
  await siar.cli('gateway', 'test', 'eSMS');
  await siar.importPeople('Members', [...samplePeople(318), ...failingPeople()]);
  await siar.importPeople('Parents 2026', samplePeople(126, 100));
  await siar.importPeople('Staff', samplePeople(14, 320));
  await siar.cli('suppress', 'add', '60123400206', '--reason', 'asked at the counter');
  await siar.cli('template', 'add', 'Member offer', '--text', OFFER);
  for (const [name, list, text] of [
    ['Opening hours', 'Members', 'Dear {{ name }}, we are open until 10 pm all of next week.'],
    ['Parent meeting', 'Parents 2026', 'Dear {{ name }}, the parent meeting is on Friday, 8 pm.'],
    ['Deepavali greetings', 'Members', 'Dear {{ name }}, happy Deepavali from all of us!'],
  ] as const) {
    const id = await siar.createCampaign({ name, list, text, gateway: 'eSMS' });
    await siar.cli('campaign', 'start', id, '--wait', '--allow-warnings');
  }
}

const OFFER =
  'Dear {{ name }}, your {{ points }} points are worth a gift at our {{ branch }} branch until Sunday. Thank you for being a member!';

test('the pictures of the guides', async ({ page, siar }) => {
  test.setTimeout(180_000);
  await aShop(siar);
  const shell = new Shell(page);
  await page.getByRole('button', { name: 'Close the guide' }).click();

  const contacts = new ContactsPage(page);
  await contacts.open();
  await page.getByRole('button', { name: /^Members/ }).click();
  await expect(contacts.count()).toContainText('324');
  await contacts.openPerson('陈小明');
  await shell.panel.getByRole('tab', { name: 'Messages' }).click();
  await expect(shell.panel).toContainText('Deepavali');
  await take(page, 'contacts');

  const wizard = new CampaignWizard(page);
  await wizard.open();
  await wizard.audience({ name: 'Member offer', list: 'Members', gateway: 'eSMS' });
  await wizard.text.fill(OFFER);
  // The fifth person has a Chinese name: the counter then says what Unicode costs.
  for (let count = 0; count < 4; count += 1) {
    await page.getByRole('button', { name: 'Next person' }).click();
  }
  await expect(page.getByRole('figure')).toContainText('陈小明');
  await expect(page.getByRole('status').filter({ hasText: 'characters' })).toContainText('2 parts');
  await take(page, 'message');

  const offer = await siar.createCampaign({
    name: 'Member offer',
    list: 'Members',
    text: OFFER,
    gateway: 'eSMS',
    rate: 12,
  });
  await siar.cli('campaign', 'start', offer, '--allow-warnings');
  const campaign = new CampaignPage(page);
  await campaign.open(offer);
  await expect
    .poll(async () => (await campaign.summary()).success, { timeout: 30_000 })
    .toBeGreaterThan(120);
  await take(page, 'monitor');
  await shell.go('Home');
  await expect(page.getByRole('heading', { name: 'Sending now' })).toBeVisible();
  await take(page, 'home');
  await page.emulateMedia({ colorScheme: 'dark' });
  await take(page, 'home-dark');
  await page.emulateMedia({ colorScheme: 'light' });

  await campaign.open(offer);
  await campaign.expectState('Finished', 60_000);
  await campaign.tab('Outcome');
  await expect(page.getByRole('img', { name: 'Messages by state' })).toBeVisible();
  await take(page, 'report');
});
