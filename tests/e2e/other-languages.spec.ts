import type { Locator } from '@playwright/test';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { SettingsPage } from '#tests/e2e/page-models/settings.ts';
import { Table } from '#tests/e2e/page-models/table.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';

/** English words that would stand in any sentence of the core's; none is a word of Malay. */
const ENGLISH =
  /\b(the|and|of|is|are|was|were|not|nothing|sent|message|messages|gateway|enter|again|then|already|with|this|that|your|number)\b/i;

const LANGUAGES = [
  {
    word: 'Bahasa Malaysia',
    name: 'ms',
    paused: 'Kredit tidak mencukupi. Tambah nilai akaun eSMS, kemudian sambung',
    resume: 'Sambung',
    rejected: 'Nombor telefon tidak sah. Betulkan nombor dalam kenalan',
    messages: 'Mesej',
    refused: 'sudah milik “Ali Ujian”, jadi tiada apa disimpan.',
    add: 'Tambah kenalan',
    number: 'Nombor telefon',
    /** What may stand there besides: names, codes and marks. */
    isForeign: (text: string) => ENGLISH.test(text),
  },
  {
    word: '中文',
    name: 'zh',
    paused: '点数不足。请为 eSMS 账户充值，然后继续',
    resume: '继续',
    rejected: '电话号码无效。请在联系人中更正号码',
    messages: '短信',
    refused: '已属于“Ali Ujian”，因此没有保存。',
    add: '添加联系人',
    number: '电话号码',
    isForeign: (text: string) => ENGLISH.test(text),
  },
];

for (const language of LANGUAGES) {
  test(`${language.word}: what went wrong is told in it, by pages that stay in it`, async ({
    page,
    siar,
  }) => {
    await siar.addPractice();
    await siar.importPeople('Satu', [{ Name: 'Ali Ujian', Phone: '60125550001' }]);
    await siar.importPeople('Dua', [
      { Name: 'Siti Ujian', Phone: '60125550005' },
      ...makePeople(2),
    ]);
    const rejected = await siar.createCampaign({ name: 'A', list: 'Satu', text: 'Hai' });
    await siar.cli('campaign', 'start', rejected, '--wait');
    const paused = await siar.createCampaign({ name: 'B', list: 'Dua', text: 'Hai' });
    await siar.cli('campaign', 'start', paused);
    await expect.poll(async () => (await siar.status(paused)).state).toBe('paused');

    const settings = new SettingsPage(page);
    await settings.open();
    await settings.pick(language.word);
    await expect(page.locator('html')).toHaveAttribute('lang', language.name);
    const inLanguage = async (region: Locator, sentence: string) => {
      await expect(region).toContainText(sentence);
      const text = await region.innerText();
      expect(language.isForeign(text), `English in: ${text}`).toBe(false);
    };

    // Why a campaign stands still, as the gateway answered.
    await settings.shell.open(`/campaigns/${paused}`);
    await inLanguage(
      page.getByRole('status').filter({ hasText: language.paused }),
      language.paused,
    );

    // Why a message was refused, with the code's meaning and every attempt.
    await settings.shell.open('/history?state=rejected');
    await new Table(page).row('Ali Ujian').click();
    await inLanguage(settings.shell.panel, language.rejected);

    // What a person may not do.
    await settings.shell.open('/contacts');
    await page.getByRole('button', { name: language.add, exact: true }).click();
    await settings.shell.panel.getByLabel(language.number).fill('012-555 0001');
    await settings.shell.panel.getByRole('button', { name: language.add }).click();
    await inLanguage(settings.shell.panel.getByRole('alert'), language.refused);
  });
}
