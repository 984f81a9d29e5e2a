import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { Answers, BROKEN } from '#tests/e2e/support/answers.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';
import type { Siar } from '#tests/e2e/support/siar.ts';

/** All that a page asks for itself: not who is here, the language, and what happens elsewhere. */
const OWN = /^(?!session\.|settings\.get$|host\.events$)/;

type Place = {
  path: string;
  /** Something that is there only when the answers are. */
  shows: string | RegExp;
  /** What is kept waiting or fails; without it everything. */
  calls?: RegExp;
};

/** Every page that asks the core for something before it can show what it is for. */
const PAGES: readonly Place[] = [
  { path: '/', shows: 'Satu' },
  { path: '/contacts', shows: 'Person 2' },
  { path: '/contacts/do-not-contact', shows: 'asked by phone' },
  { path: '/templates', shows: 'Reminder' },
  { path: '/campaigns', shows: 'Satu' },
  { path: '/campaigns/new', shows: 'Kelas' },
  { path: '/campaigns/1', shows: 'To Kelas through Practice' },
  { path: '/campaigns/1/report', shows: 'Report of Satu' },
  { path: '/history', shows: 'Person 2' },
  { path: '/replies', shows: 'Nobody has replied yet' },
  { path: '/uncertain', shows: 'Nothing is uncertain' },
  { path: '/otp', shows: 'Kedai Maju' },
  { path: '/credits', shows: 'Practice' },
  { path: '/credits/ledger', shows: 'Satu' },
  { path: '/credits/rates', shows: 'Malaysia' },
  { path: '/credits/top-ups', shows: 'Ali bin Abu' },
  { path: '/gateways', shows: 'Practice' },
  { path: '/users', shows: 'Nobody has to sign in' },
  { path: '/users/audit', shows: 'Made a template' },
  { path: '/settings', shows: 'Language', calls: /^settings\.get$/ },
  { path: '/settings', shows: 'Version', calls: /^host\.info$/ },
  { path: '/settings/data', shows: 'Data folder' },
];

async function fill(siar: Siar): Promise<void> {
  await siar.addPractice();
  await siar.importPeople('Kelas', makePeople(12));
  await siar.cli('suppress', 'add', '60120000003', '--reason', 'asked by phone');
  await siar.cli('template', 'add', 'Reminder', '--text', 'Dear {{ name }}, see you on Friday.');
  const otp = ['--gateway', 'Practice', '--to', '60120000001', '--brand', 'Kedai Maju'];
  await siar.cli('otp', 'send', ...otp);
  const payment = ['--amount', '100', '--method', 'cheque', '--holder', 'Ali bin Abu'];
  await siar.cli('credits', 'topup', 'add', ...payment);
  const id = await siar.createCampaign({ name: 'Satu', list: 'Kelas', text: 'Hi {{ name }}' });
  await siar.cli('campaign', 'start', id, '--wait');
}

/** What says that something is on the way: skeletons, or a table whose rows are not there yet. */
function onTheWay(where: Locator): Locator {
  return where.locator('.mantine-Skeleton-root, [aria-busy="true"]');
}

/** Presses a button until what it asks for is there: what asks by itself too may be quicker than the button. */
async function askAgain(button: Locator, answer: Locator): Promise<void> {
  await expect(async () => {
    if (await button.isVisible()) await button.click({ timeout: 2_000 });
    await expect(answer).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 20_000 });
}

/** Opens an address in a page that knows nothing yet. */
async function openAnew(page: Page, siar: Siar, path: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`http://127.0.0.1:${siar.port}/#${path}`);
}

test.describe('a page', () => {
  test('shows its shape while it waits for its answers, then what it is for', async ({
    page,
    siar,
  }) => {
    test.setTimeout(120_000);
    await fill(siar);
    const answers = await Answers.of(page);
    const main = page.getByRole('main');
    for (const { path, shows, calls = OWN } of PAGES) {
      await test.step(`${path} ${calls.source}`, async () => {
        answers.hold(calls);
        await openAnew(page, siar, path);
        await expect(onTheWay(main).first()).toBeVisible();
        await expect(main.getByText(shows)).toHaveCount(0);
        await expect(main.getByRole('alert')).toHaveCount(0);
        answers.release();
        await expect(main.getByText(shows).first()).toBeVisible();
        await expect(onTheWay(main)).toHaveCount(0);
      });
    }
  });

  test('says in one sentence why it cannot show anything, and asks again on one button', async ({
    page,
    siar,
  }) => {
    test.setTimeout(120_000);
    await fill(siar);
    const answers = await Answers.of(page);
    const main = page.getByRole('main');
    for (const { path, shows, calls = OWN } of PAGES) {
      await test.step(`${path} ${calls.source}`, async () => {
        answers.fail(calls);
        await openAnew(page, siar, path);
        await expect(main.getByRole('alert')).toHaveText([new RegExp(BROKEN)]);
        // Nothing beside it claims to be loading, empty or nought.
        await expect(onTheWay(main)).toHaveCount(0);
        await expect(
          main.getByText(/^0 | matches$| yet$|^Nobody |^Nothing (here|is [^s])/),
        ).toHaveCount(0);
        answers.release();
        await askAgain(
          main.getByRole('button', { name: 'Try again' }),
          main.getByText(shows).first(),
        );
        await expect(main.getByText(BROKEN)).toHaveCount(0);
      });
    }
  });
});

test('before it is known who is here, the page says what it waits for and why it cannot go on', async ({
  page,
  siar,
}) => {
  const answers = await Answers.of(page);
  answers.hold(/^session\.get$/);
  await openAnew(page, siar, '/');
  await expect(onTheWay(page.getByRole('main')).first()).toBeVisible();
  answers.release();
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible();

  answers.fail(/^session\.get$/);
  await openAnew(page, siar, '/');
  await expect(page.getByRole('heading', { name: 'Siar does not answer' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText(BROKEN);
  answers.release();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible();
});

test('the foot of the rail does not claim to know what it could not ask', async ({
  page,
  siar,
}) => {
  const answers = await Answers.of(page);
  answers.fail(/^host\.overview$/);
  await openAnew(page, siar, '/campaigns');
  const rail = page.getByRole('navigation', { name: 'Pages' });
  await expect(rail).toContainText('Sending: not known');
  await expect(rail).not.toContainText('Nothing to send');
  answers.release();
  await askAgain(
    rail.getByRole('button', { name: 'Sending: not known' }),
    rail.getByText('Nothing to send'),
  );
});

/** Parts of a page that ask for something of their own. */
const PARTS: readonly (Omit<Place, 'shows'> & { calls: RegExp; open?: string })[] = [
  { path: '/', calls: /^campaigns\.page$/ },
  { path: '/', calls: /^balances\.all$/ },
  { path: '/contacts?contact=1', calls: /^contacts\.get$/ },
  { path: '/contacts?contact=1', calls: /^lookUps\.latest$/ },
  { path: '/contacts?contact=1', calls: /^contacts\.timeline$/, open: 'Messages' },
  { path: '/campaigns/1', calls: /^campaigns\.messages$/, open: 'Messages' },
  { path: '/campaigns/1/report', calls: /^reports\.receipts$/ },
  { path: '/otp?entry=1', calls: /^otp\.get$/ },
  { path: '/credits', calls: /^balances\.all$/ },
  { path: '/gateways', calls: /^routing\.all$/ },
  { path: '/gateways?gateway=2', calls: /^relays\.all$/ },
  { path: '/gateways?probe=1', calls: /^probes\.check$/ },
];

test('a part of a page says that it could not ask, and asks again', async ({ page, siar }) => {
  test.setTimeout(90_000);
  await fill(siar);
  // Two real ones: then there is something to route between.
  await siar.addRemote('Local', 'http://127.0.0.1:9');
  await siar.addRemote('Abroad', 'http://127.0.0.1:9');
  const answers = await Answers.of(page);
  const alert = page.getByRole('alert').filter({ hasText: BROKEN });
  for (const { path, calls, open } of PARTS) {
    await test.step(`${path} ${calls.source}`, async () => {
      answers.fail(calls);
      await openAnew(page, siar, path);
      if (open !== undefined) await page.getByRole('tab', { name: open }).click();
      await expect(alert).not.toHaveCount(0);
      answers.release();
      await alert.first().getByRole('button', { name: 'Try again' }).click();
      await expect(alert).toHaveCount(0);
    });
  }
});
