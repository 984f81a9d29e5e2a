import { expect, test } from '#tests/e2e/fixtures.ts';
import { ContactsPage } from '#tests/e2e/page-models/contacts.ts';
import { makePeople } from '#tests/e2e/support/siar.ts';

/** What we promise on an ordinary computer. */
const PROMISED_MS = 2_000;
/** What a busy build machine must still reach. */
const USABLE_WITHIN_MS = 4_000;
/** Other work on the machine can only make it slower: the best of a few starts is the truth. */
const TRIES = 3;

test('with 100,000 contacts Siar is usable within two seconds of its start', async ({
  siar,
  page,
}) => {
  test.slow();
  await siar.importPeople('Everybody', makePeople(100_000));
  const contacts = new ContactsPage(page);
  let best = { served: Infinity, home: Infinity, usable: Infinity };
  for (let count = 0; count < TRIES && best.usable > PROMISED_MS; count += 1) {
    await page.goto('about:blank');
    await siar.stop();
    const begun = performance.now();
    const since = () => Math.round(performance.now() - begun);
    await siar.start();
    const served = since();
    await page.goto(siar.link);
    await expect(contacts.shell.title).toBeVisible();
    const home = since();
    await contacts.open();
    await expect(contacts.table.row('Person 7').first()).toBeVisible();
    const usable = since();
    if (usable < best.usable) best = { served, home, usable };
  }
  const description = `served after ${best.served} ms, Home after ${best.home} ms, contacts after ${best.usable} ms`;
  test.info().annotations.push({ type: 'measured', description });
  process.stdout.write(`    100,000 contacts: ${description}\n`);
  expect(best.usable).toBeLessThan(USABLE_WITHIN_MS);
});
