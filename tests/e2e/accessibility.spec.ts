import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignPage } from '#tests/e2e/page-models/campaign.ts';
import { CampaignWizard } from '#tests/e2e/page-models/campaign-wizard.ts';
import { Shell } from '#tests/e2e/page-models/shell.ts';
import { UsersPages } from '#tests/e2e/page-models/users.ts';
import { Answers } from '#tests/e2e/support/answers.ts';
import { makePeople, phoneOf } from '#tests/e2e/support/siar.ts';
import type { Siar } from '#tests/e2e/support/siar.ts';
import type { Page } from '@playwright/test';

/** Every page with something on it; the panel of a row is opened where there is one. */
const PAGES = [
  { path: '/' },
  { path: '/contacts', row: 'Person 2' },
  { path: '/contacts/import' },
  { path: '/contacts/do-not-contact' },
  { path: '/templates', row: 'Reminder' },
  { path: '/campaigns' },
  { path: '/campaigns/1' },
  { path: '/campaigns/1/report' },
  { path: '/history', row: 'Person 2' },
  { path: '/replies', row: 'pls stop' },
  { path: '/otp', row: 'Kedai Maju' },
  { path: '/otp?send=true' },
  { path: '/uncertain' },
  { path: '/credits' },
  { path: '/credits/ledger' },
  { path: '/credits/rates' },
  { path: '/credits/top-ups', row: 'Ali bin Abu' },
  { path: '/gateways?add=esms' },
  { path: '/gateways?probe=1' },
  { path: '/gateways?profile=1' },
  { path: '/gateways?rule=new' },
  { path: '/users' },
  { path: '/settings/data' },
  { path: '/settings' },
] as const;

async function fill(siar: Siar): Promise<void> {
  await siar.addPractice();
  await siar.importPeople('Kelas', makePeople(40));
  await siar.cli('suppress', 'add', '60120000003', '--reason', 'asked by phone');
  await siar.cli(
    'otp',
    'send',
    '--gateway',
    'Practice',
    '--to',
    '60120000001',
    '--brand',
    'Kedai Maju',
  );
  await siar.cli(
    'credits',
    'topup',
    'add',
    '--amount',
    '100',
    '--method',
    'cheque',
    '--holder',
    'Ali bin Abu',
  );
  await siar.cli('template', 'add', 'Reminder', '--text', 'Dear {{ name }}, see you on Friday.');
  const id = await siar.createCampaign({ name: 'Satu', list: 'Kelas', text: 'Hi {{ name }}' });
  await siar.cli('campaign', 'start', id, '--wait');
  // Two real ones, so that there is something to choose between.
  await siar.addRemote('Local', 'http://127.0.0.1:9');
  await siar.addRemote('Abroad', 'http://127.0.0.1:9');
  await siar.cli('routing', 'add', '--country', 'SG', '--gateway', 'Abroad');
  await siar.cli('routing', 'add', '--prefix', '65', '--gateway', 'Local');
  // One that waits, and one with a message of which nobody knows whether it was sent.
  const waits = await siar.createCampaign({ name: 'Menunggu', list: 'Kelas', text: 'Hi', rate: 1 });
  await siar.cli('campaign', 'start', waits);
  await siar.cli('campaign', 'pause', waits);
  const faults = [{ match: { to: phoneOf(1), nth: 1 }, at: 'after-accept', action: 'reset' }];
  const practice = await siar.practice({ reports: false, faults });
  await siar.addRemote('Office', practice.url);
  const unclear = { name: 'Tidak jelas', list: 'Kelas', text: 'Hi', gateway: 'Office' };
  await siar.cli('campaign', 'start', await siar.createCampaign(unclear), '--wait');
  const say = await siar.addKannel();
  await say(phoneOf(1), 'STOP');
  await say(phoneOf(2), 'pls stop');
  await siar.cli('backups', 'now');
}

/** Panels that only a click opens. */
async function walkPanels(page: Page, each: (panel: string) => Promise<void>): Promise<void> {
  await show(page, { path: '/campaigns/2' });
  await page.getByRole('button', { name: 'Use another gateway' }).first().click();
  await page.getByRole('combobox', { name: 'Other gateway' }).click();
  await page.getByRole('option', { name: 'Local' }).click();
  await expect(page.getByRole('button', { name: /^Move \d+ messages$/ })).toBeVisible();
  await each('another gateway');
  await show(page, { path: '/settings/data' });
  await page.getByRole('button', { name: /^Look at siar-/ }).click();
  await expect(page.getByRole('button', { name: 'Put it back' })).toBeVisible();
  await each('putting a copy back');
  await page.getByRole('button', { name: 'Leave everything as it is' }).click();
  await show(page, { path: '/credits/rates' });
  await page.getByRole('button', { name: 'Add a rate' }).click();
  await each('a rate');
}

/** The pages of those who sign in. Signs out at the end. */
async function walkUsers(page: Page, each: (place: string) => Promise<void>): Promise<void> {
  const users = new UsersPages(page);
  await users.begin('Aminah', 'teh tarik satu');
  await users.add('Sam', 'Sender');
  await each('users');
  await page.getByRole('row').filter({ hasText: 'Sam' }).first().click();
  await each('a user');
  await show(page, { path: '/users/audit' });
  await each('audit log');
  await users.account('Aminah', 'Sign out');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await each('signing in');
}

async function show(page: Page, { path, row }: { path: string; row?: string }): Promise<void> {
  const shell = new Shell(page);
  await shell.open(path);
  await expect(shell.title).toBeVisible();
  if (row !== undefined) {
    await page.getByRole('row').filter({ hasText: row }).first().click();
    await expect(shell.panel).toBeVisible();
  }
  await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
}

async function expectClean(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .options({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    })
    .analyze();
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
  expect.soft(told, where).toEqual([]);
}

/** The four steps of the wizard, one after the other. */
async function walkWizard(page: Page, each: (step: string) => Promise<void>): Promise<void> {
  const wizard = new CampaignWizard(page);
  await wizard.open();
  await each('audience');
  await wizard.audience({ name: 'Dua', list: 'Kelas', gateway: 'Practice' });
  await wizard.text.fill('Hi {{ name }} ✨ https://example.invalid');
  await each('message');
  await wizard.next.click();
  await each('when');
  await wizard.review();
  await expect(wizard.send).toBeVisible();
  await each('review');
}

test('every page passes axe in the light and in the dark theme', async ({ page, siar }) => {
  // Forty places in two themes.
  test.setTimeout(240_000);
  await fill(siar);
  const inBoth = async (where: string) => {
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
      await expectClean(page, `${where} (${theme})`);
    }
  };
  for (const place of PAGES) {
    await show(page, place);
    await inBoth(place.path);
  }
  await walkPanels(page, (panel) => inBoth(`panel: ${panel}`));
  await walkWizard(page, (step) => inBoth(`wizard: ${step}`));
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Search pages, actions and campaigns')).toBeFocused();
  await inBoth('palette');
  await page.keyboard.press('Escape');
  await walkUsers(page, inBoth);
});

test('nothing scrolls sideways in a window of 1024 by 640', async ({ page, siar }) => {
  await fill(siar);
  await page.setViewportSize({ width: 1024, height: 640 });
  const fits = async (where: string) => {
    const wide = await page.evaluate(() => {
      const main = document.querySelector('main');
      return [document.documentElement, main]
        .filter((element) => element !== null)
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map((element) => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`);
    });
    expect.soft(wide, where).toEqual([]);
  };
  for (const place of PAGES) {
    await show(page, place);
    await fits(place.path);
  }
  await walkWizard(page, (step) => fits(`wizard: ${step}`));
  // The one button of each page stays in sight.
  const campaign = new CampaignPage(page);
  await campaign.open('1');
  await expect(page.getByRole('link', { name: 'Use again' })).toBeInViewport();
});

test('a long name pushes nothing out of sight, and no figure of a table is cut off', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  const list = 'Koperasi Pekebun Kecil Getah Nasional Berhad (Cawangan Kuala Terengganu) 合作社';
  await siar.importPeople(list, makePeople(3));
  const name = `Ucapan Tahun Baru Cina untuk ahli ${list}`;
  const id = await siar.createCampaign({ name, list, text: 'Hi', rate: 1 });
  await siar.cli('campaign', 'start', id);
  await siar.cli('campaign', 'pause', id);
  const adjust = ['--gateway', 'Practice', '--credits', '12345678', '--reason', 'opening'];
  await siar.cli('credits', 'adjust', ...adjust);
  await page.setViewportSize({ width: 1024, height: 640 });
  await show(page, { path: '/' });
  await expect(page.getByRole('button', { name: 'Resume' })).toBeInViewport({ ratio: 1 });
  await show(page, { path: `/campaigns/${id}` });
  await expect(page.getByRole('button', { name: 'Resume' })).toBeInViewport({ ratio: 1 });
  for (const path of ['/campaigns', '/credits/ledger', '/history']) {
    await show(page, { path });
    const figures = page.locator('[role="gridcell"][data-align="right"]');
    await expect(figures.first()).toBeVisible();
    const cut = await figures.evaluateAll((cells) =>
      cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
    );
    expect(cut, path).toEqual([]);
  }
});

test('a page that waits and a page that failed pass axe in both themes', async ({ page, siar }) => {
  await fill(siar);
  const answers = await Answers.of(page);
  for (const path of ['/', '/contacts', '/credits/ledger']) {
    for (const state of ['hold', 'fail'] as const) {
      answers[state](/^(?!session\.|settings\.get$|host\.events$)/);
      await page.goto('about:blank');
      await page.goto(`http://127.0.0.1:${siar.port}/#${path}`);
      const sign =
        state === 'fail' ? '[role="alert"]' : '.mantine-Skeleton-root, [aria-busy="true"]';
      await expect(page.getByRole('main').locator(sign).first()).toBeVisible();
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
        await expectClean(page, `${path} ${state} (${theme})`);
      }
      answers.release();
    }
  }
});
