import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examineDatabase } from '#core/doctor/examine.ts';
import { migrate } from '#core/store/migrate.ts';
import type { Db } from '#core/store/db.ts';
import ms from '#shared/said/ms/said.json';
import zh from '#shared/said/zh/said.json';
import { tell } from '#shared/said/tell.ts';
import { makeFolder, removeFolder } from '#tests/support/test-core.ts';
import safetyEn from '../../renderer/src/i18n/en/safety.json';
import safetyMs from '../../renderer/src/i18n/ms/safety.json';
import safetyZh from '../../renderer/src/i18n/zh/safety.json';

let folder: string;
let db: Db;

beforeEach(async () => {
  folder = await makeFolder();
  db = new Database(join(folder, 'siar.db'));
  migrate(db, ':memory:');
  db.exec(`
    INSERT INTO gateways (id, name, driver, created_at, rate, profile, dlr_token)
      VALUES (1, 'One', 'practice', 0, 40, '{}', 'a');
    INSERT INTO campaigns (id, name, state, text, gateway_id, sending_window, created_at)
      VALUES (1, 'C', 'finished', 'x', 1, 'always', 0);
    INSERT INTO lists (id, name, created_at) VALUES (1, 'Kawan; lama', 0), (2, 'Satu', 0);
  `);
  db.pragma('foreign_keys = OFF');
});

afterEach(async () => {
  db.close();
  await removeFolder(folder);
});

/** What a check that fails says. */
function find(name: string): string {
  const found = examineDatabase(folder).find((one) => one.name === name);
  expect(found).toMatchObject({ ok: false });
  return found?.message ?? '';
}

const aMessage = (
  msisdn: string,
  rest: string,
) => `INSERT INTO messages (campaign_id, gateway_id, msisdn, country, name, text, encoding, parts,
  credits, state, queued_at, gateway_message_id) VALUES (1, 1, '${msisdn}', 'MY', '', 'x', 'gsm7', 1, 1, ${rest})`;

/** Each check, how the data is spoilt, and what it says of that in Malay. */
const SPOILT: readonly [name: string, spoil: string, inMalay: string][] = [
  [
    'integrity',
    `INSERT INTO list_members VALUES (9, 9)`,
    '2 baris merujuk kepada baris yang tiada',
  ],
  ['counts', `UPDATE campaign_gateway_counts SET messages = 1200`, '1,200 dibilang'],
  ['frozen', `DELETE FROM messages`, '(kempen 1)'],
  ['intents', aMessage('60', `'sending', 0, NULL`), '1 mesej dalam perjalanan'],
  ['gateway ids', aMessage('60', `'accepted', 0, 'x9'`), 'tidak akan menemui 1 mesej'],
  ['lists', `UPDATE lists SET contacts = 5 WHERE id = 2`, '(senarai “Satu”)'],
  [
    'balances',
    `INSERT INTO credit_accounts (id, gateway_id, kind, balance) VALUES (7, 1, 'user', 1500)`,
    'akaun 7: 1,500 disimpan, 0 dicatat',
  ],
  [
    'ledger',
    `DROP TRIGGER credit_transactions_balanced; INSERT INTO credit_transactions (id, gateway_id, kind, at) VALUES (3, 1, 'opening', 0)`,
    '(catatan 3)',
  ],
];

describe('what the check of the data finds', () => {
  it.each(SPOILT)('%s is told in every language', (name, spoil, inMalay) => {
    db.exec(aMessage('61', `'cancelled', 0, NULL`));
    db.exec(spoil);
    const message = find(name);
    expect(message).toMatch(/\.$/);
    expect(tell(message, { said: ms, answers: {} }, 'ms')).toContain(inMalay);
    expect(tell(message, { said: zh, answers: {} }, 'zh')).toMatch(/\p{Script=Han}.*。$/u);
  });

  it('names five things and how many more there are', () => {
    for (let id = 10; id < 18; id += 1) {
      db.prepare(`INSERT INTO lists (id, name, contacts, created_at) VALUES (?, ?, 1, 0)`).run(
        id,
        `L${id}`,
      );
    }
    expect(find('lists')).toBe(
      'Sizes differ from the members (list “L10”; list “L11”; list “L12”; list “L13”; list “L14”; and 3 more).',
    );
    expect(tell(find('lists'), { said: ms, answers: {} }, 'ms')).toContain('“L14”; dan 3 lagi).');
  });

  it('says that a file is none of Siar’s', () => {
    const [found] = examineDatabase(join(folder, 'nowhere'));
    expect(found).toMatchObject({ name: 'file', ok: false });
    expect(tell(found?.message ?? '', { said: ms, answers: {} }, 'ms')).toContain(
      'tidak dapat dibaca',
    );
  });
});

it('has a name in every language for whatever is checked', () => {
  const names = examineDatabase(folder).map(({ name }) => name.replaceAll(' ', '-'));
  expect(names.length).toBeGreaterThan(10);
  for (const { check } of [safetyEn, safetyMs, safetyZh]) {
    expect(Object.keys(check.name)).toEqual(expect.arrayContaining([...names, 'file', 'epoch']));
  }
});
