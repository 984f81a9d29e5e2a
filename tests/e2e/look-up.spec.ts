import { expect, test } from '#tests/e2e/fixtures.ts';
import { Shell } from '#tests/e2e/page-models/shell.ts';

test('a number is looked up from its contact, and the result is remembered', async ({
  page,
  siar,
}) => {
  await siar.addPractice();
  await siar.importPeople('Kelas', [{ Name: 'Aishah', Phone: '60125550003' }]);
  const shell = new Shell(page);
  await shell.open('/contacts');
  await page.getByRole('row').filter({ hasText: 'Aishah' }).click();
  const section = shell.panel.getByRole('region', { name: 'Is the number in use?' });
  await expect(section).toContainText('Never looked up.');
  await section.getByRole('button', { name: 'Look up for 1 credit' }).click();
  await expect(section).toContainText('Not in use');
  await expect(section).toContainText('in its own word: UNDELIV');
  await expect(section.getByRole('button', { name: 'Look up again for 1 credit' })).toBeEnabled();
  // Known now: asking by the command line costs nothing.
  expect(await siar.cli('hlr', '60125550003')).toMatchObject({
    numbers: 1,
    remembered: 1,
    credits: 0,
    entries: [{ state: 'answered', result: 'dead' }],
  });
  expect(await siar.cli('hlr', '--list', 'Kelas', '--again', '--wait', '10')).toMatchObject({
    remembered: 0,
    credits: 1,
    entries: [{ msisdn: '60125550003', state: 'answered', result: 'dead' }],
  });
});
