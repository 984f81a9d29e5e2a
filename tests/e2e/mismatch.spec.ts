import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '#tests/e2e/fixtures.ts';
import { CampaignPage } from '#tests/e2e/page-models/campaign.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';

test('two gateways that count otherwise than predicted are each told, and each mended by its own button', async ({
  page,
  siar,
}) => {
  for (const name of ['Local', 'Abroad']) {
    const practice = await siar.practice({ reports: false });
    await siar.addRemote(name, practice.url);
    await siar.cli('gateway', 'profile', 'set', name, 'creditsPerPart=2');
  }
  const away = makePeople(20).map((person, i) => ({ ...person, Phone: `6011000000${10 + i}` }));
  await siar.importPeople('Raya', [...makePeople(20), ...away]);
  await siar.cli('routing', 'add', '--prefix', '6011', '--gateway', 'Abroad');
  const id = await siar.createCampaign({
    name: 'Raya',
    list: 'Raya',
    text: 'Hi',
    gateway: 'Local',
    rate: 2,
  });
  await siar.cli('campaign', 'start', id);
  const campaign = new CampaignPage(page);
  await campaign.open(id);
  await campaign.expectState('Paused', 20_000);
  const local = page.getByRole('region', { name: 'Local', exact: true });
  const abroad = page.getByRole('region', { name: 'Abroad', exact: true });
  for (const one of [local, abroad]) {
    await expect(one).toContainText(
      'Predicted 1 parts and 2 credits; the gateway counted 1 parts and 1 credits.',
    );
  }
  await expect(siar.cli('credits', 'mismatch', id, '--apply', '1')).rejects.toThrow(
    'name one with --gateway',
  );
  await abroad.getByRole('button', { name: '1 credits a part' }).click();
  await expect(abroad).toContainText('Taken: 1 credits a part');
  await expect(local.getByRole('button', { name: '1 credits a part' })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
  expect(violations).toEqual([]);
  const taken = await siar.cli('credits', 'mismatch', id, '--gateway', 'Local', '--apply', '1');
  expect(taken).toMatchObject({ gatewayName: 'Local', applied: { change: { creditsPerPart: 1 } } });
  await expect(local).toContainText('Taken: 1 credits a part');
  await campaign.resume.click();
  await campaign.expectState('Sending');
});
