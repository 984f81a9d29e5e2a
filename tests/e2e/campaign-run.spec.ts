import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignPage } from '#tests/e2e/page-models/campaign.ts';
import { makePeople, phoneOf, type Siar } from '#tests/e2e/support/siar.ts';

test('pause, resume and stop show exactly the numbers of the command line', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  await siar.importPeople('Many', makePeople(200));
  const id = await siar.createCampaign({ name: 'Slow', list: 'Many', text: 'Hi', rate: 20 });
  await siar.cli('campaign', 'start', id);
  const campaign = new CampaignPage(page);
  await campaign.open(id);
  await campaign.expectState('Sending');
  await expect.poll(async () => (await campaign.summary()).success).toBeGreaterThan(5);

  await campaign.pause.click();
  await campaign.expectState('Paused');
  await expect(page.getByText('You paused this campaign')).toBeVisible();
  // Reports of what had left still come in: wait until there is none to come.
  await expect.poll(async () => (await siar.status(id)).counts.accepted).toBe(0);
  const paused = await siar.status(id);
  expect(paused.counts.queued).toBeGreaterThan(0);
  await expect.poll(() => campaign.summary()).toEqual(paused.summary);

  await campaign.resume.click();
  await campaign.expectState('Sending');
  await expect
    .poll(async () => (await campaign.summary()).success)
    .toBeGreaterThan(paused.summary.success);

  await campaign.stop.click();
  await expect(campaign.shell.dialog).toContainText(/\d+ accepted, \d+ not sent will be cancelled/);
  await campaign.shell.dialog.getByRole('button', { name: 'Stop and cancel the rest' }).click();
  await campaign.expectState('Stopped');
  await expect.poll(async () => (await siar.status(id)).counts.accepted).toBe(0);
  const { counts, summary } = await siar.status(id);
  expect(counts.queued).toBe(0);
  expect(counts.delivered + counts.cancelled).toBe(200);
  await expect.poll(() => campaign.summary()).toEqual(summary);
  await campaign.tab('Messages');
  await page.getByRole('button', { name: 'Exact states' }).click();
  await page.getByRole('button', { name: /^Cancelled/ }).click();
  await expect(page.getByRole('grid')).toHaveAttribute(
    'aria-rowcount',
    String(counts.cancelled + 1),
  );
});

test('a gateway that goes away pauses the campaign in words, and it goes on once it is back', async ({
  page,
  siar,
}) => {
  test.slow();
  const practice = await siar.practice({ reports: false });
  await siar.addRemote('Office', practice.url);
  await siar.importPeople('Many', makePeople(120));
  const id = await siar.createCampaign({
    name: 'Broken line',
    list: 'Many',
    text: 'Hi',
    gateway: 'Office',
    rate: 15,
  });
  await siar.cli('campaign', 'start', id);
  const campaign = new CampaignPage(page);
  await campaign.open(id);
  await expect.poll(async () => (await campaign.summary()).success).toBeGreaterThan(3);

  await practice.stop();
  await campaign.expectState('Paused', 40_000);
  await expect(page.getByText('The gateway cannot be reached')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(
    /goes on by itself (when|once) the gateway answers/,
  );
  await expect(campaign.shell.rail).toContainText('Paused: needs you');

  await siar.practice({ reports: false }, practice.port);
  // It would go on by itself within half a minute; a person need not wait for that.
  await campaign.resume.click();
  await campaign.expectState('Finished', 30_000);
  const { counts } = await siar.status(id);
  expect(counts.accepted + counts.uncertain).toBe(120);
});

/** A gateway that takes the messages of two people and then gives no clear answer, once each. */
async function aMuddle(siar: Siar): Promise<string> {
  const practice = await siar.practice({
    reports: false,
    faults: [
      { match: { to: phoneOf(1), nth: 1 }, at: 'after-accept', action: 'reset' },
      { match: { to: phoneOf(2), nth: 1 }, at: 'after-accept', action: 'http-500' },
    ],
  });
  await siar.addRemote('Office', practice.url);
  await siar.importPeople('Few', makePeople(5));
  const campaign = { name: 'Unclear', list: 'Few', text: 'Hi', gateway: 'Office' };
  const id = await siar.createCampaign(campaign);
  await siar.cli('campaign', 'start', id);
  return id;
}

test('uncertain messages are shown by name and can be left as they are', async ({ page, siar }) => {
  const id = await aMuddle(siar);
  const campaign = new CampaignPage(page);
  await campaign.open(id);
  await expect(page.getByText('2 messages are uncertain')).toBeVisible({ timeout: 15_000 });
  expect((await siar.status(id)).counts).toMatchObject({ accepted: 3, uncertain: 2 });
  await campaign.shell.go('Home');
  await expect(page.getByRole('heading', { name: 'Needs you' })).toBeVisible();
  await expect(page.getByText(/not known whether 2 messages were sent/)).toBeVisible();
  const inRail = campaign.shell.rail.getByRole('link', { name: /^Uncertain/ });
  await expect(inRail).toHaveAccessibleName('Uncertain 2 messages to decide on');
  await inRail.click();
  await expect(campaign.shell.title).toHaveText('Uncertain');
  await campaign.open(id);

  await page.getByRole('button', { name: 'Show them' }).click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '3');
  await expect(page.getByRole('grid')).toContainText('Person 2');
  await page.getByRole('button', { name: 'Leave as they are' }).click();
  await expect(page.getByText(/^Left as they are/)).toBeVisible();
  await expect(inRail).toHaveAccessibleName('Uncertain');
  expect((await siar.status(id)).counts).toMatchObject({ accepted: 3, uncertain: 2 });
});

test('uncertain messages are sent again only after a clear yes', async ({ page, siar }) => {
  const id = await aMuddle(siar);
  const campaign = new CampaignPage(page);
  await campaign.open(id);
  const resend = page.getByRole('button', { name: 'Resend 2' });
  const { dialog } = campaign.shell;
  await resend.click({ timeout: 20_000 });
  await expect(dialog).toContainText('up to 2 people get the message twice');
  // The safe answer has the focus: Enter says no.
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect((await siar.status(id)).counts.uncertain).toBe(2);

  await resend.click();
  await dialog.getByRole('button', { name: 'Resend', exact: true }).click();
  await expect(page.getByText(/messages? (is|are) uncertain/)).toHaveCount(0);
  await campaign.expectState('Finished', 15_000);
  expect((await siar.status(id)).counts).toMatchObject({ accepted: 5, uncertain: 0 });
});
