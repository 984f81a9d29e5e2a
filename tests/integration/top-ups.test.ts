import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SiarClient } from '#shared/contract/contract.ts';
import type { Role } from '#shared/users/permissions.ts';
import type { Core } from '#core/create-core.ts';
import { embedSlips, extractSlips } from '#core/top-ups/slips/carry.ts';
import { examineDatabase } from '#core/doctor/examine.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** 31 December 2026, 23:59:30 in Kuala Lumpur. */
const NEW_YEARS_EVE = Date.UTC(2026, 11, 31, 15, 59, 30);

let folder: string;
let core: Core;
let gatewayId: number;
const clock = createShiftedClock();

beforeEach(async () => {
  folder = await makeFolder();
  core = await openCore({ dataFolder: join(folder, 'data'), clock });
  ({ id: gatewayId } = await core.client.gateways.add({ name: 'Practice', driver: 'practice' }));
});
afterEach(async () => {
  await core.stop();
  await removeFolder(folder);
});

async function aSlip(
  name = 'slip.png',
  content: Buffer | string = PNG,
  client: SiarClient = core.client,
): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return (await client.files.adopt({ path })).fileId;
}

async function aTopUp(changed: Partial<Parameters<SiarClient['topUps']['add']>[0]> = {}) {
  return core.client.topUps.add({
    gatewayId,
    amountSen: 10_000,
    method: 'bank-transfer',
    accountHolder: 'Tan Mei Ling 陈美玲',
    ...changed,
  });
}

const houseCredits = () =>
  Number(
    core.deps.db
      .prepare(
        "SELECT coalesce(sum(balance), 0) FROM credit_accounts WHERE kind = 'user' AND user_id IS NULL",
      )
      .pluck()
      .get(),
  );
const findings = () => examineDatabase(join(folder, 'data')).filter(({ ok }) => !ok);
const as = (userId: number, role: Role): SiarClient =>
  createRouterClient(core.router, {
    context: { trust: 'local', session: { actor: { userId, role } } },
    interceptors: [core.errorMapper],
  });
const aUser = (name: string, role: Role): number =>
  Number(
    core.deps.db
      .prepare('INSERT INTO users (name, role, password, created_at) VALUES (?, ?, ?, 0)')
      .run(name, role, 'x').lastInsertRowid,
  );

it('goes from the slip to the receipt, and releases its credits once', async () => {
  const pending = await aTopUp({ amountSen: 60_000, slipFileIds: [await aSlip()] });
  expect(pending).toMatchObject({ state: 'pending', credits: 12_600, warnings: [] });
  expect(houseCredits()).toBe(0);
  const cleared = await core.client.topUps.clear({ id: pending.id });
  expect(cleared).toMatchObject({ state: 'cleared', reason: '' });
  expect(cleared.receiptNumber).toMatch(/^R-20\d\d-000001$/u);
  expect(houseCredits()).toBe(12_600);
  await expect(core.client.topUps.clear({ id: pending.id })).rejects.toMatchObject({
    data: { code: 'not-pending', kind: 'refused' },
  });
  await expect(core.client.topUps.refuse({ id: pending.id, reason: 'x' })).rejects.toThrow(
    'cleared already',
  );
  expect(houseCredits()).toBe(12_600);
  expect(findings()).toEqual([]);
});

it('refuses less than RM 100, no holder, a slip that is none, and one that is too large', async () => {
  const html = await aSlip('page.png', '<html><script>alert(1)</script>');
  const large = await aSlip('big.png', Buffer.concat([PNG, Buffer.alloc(11 * 1024 * 1024)]));
  const wrong = [
    [{ amountSen: 9_999 }, 'below-minimum'],
    [{ accountHolder: '   ' }, 'no-account-holder'],
    [{ slipFileIds: [html] }, 'bad-slip'],
    [{ slipFileIds: [await aSlip(), large] }, 'slip-too-large'],
    [{ paidOn: '2099-01-01' }, 'bad-date'],
    [{ userId: 99 }, 'no-such-user'],
  ] as const;
  for (const [draft, code] of wrong) {
    await expect(
      aTopUp({ ...draft, slipFileIds: [...(('slipFileIds' in draft && draft.slipFileIds) || [])] }),
      code,
    ).rejects.toMatchObject({ data: { code } });
  }
  expect((await core.client.topUps.page({})).total).toBe(0);
  expect(await readdir(join(folder, 'data', 'slips')).catch(() => [])).toEqual([]);
});

it('warns of no slip, a slip and a reference used before; clears only when that was seen', async () => {
  const first = await aTopUp({ slipFileIds: [await aSlip()], reference: 'FT123' });
  const second = await aTopUp({ slipFileIds: [await aSlip('again.png')], reference: 'FT123' });
  const third = await aTopUp({ method: 'cheque' });
  expect(second.warnings).toEqual(['slip-used', 'reference-used']);
  expect(third.warnings).toEqual(['no-slip']);
  await expect(core.client.topUps.clear({ id: third.id })).rejects.toMatchObject({
    data: { code: 'warnings', kind: 'refused' },
  });
  await core.client.topUps.refuse({ id: first.id, reason: 'not on the statement' });
  expect((await core.client.topUps.get({ id: second.id })).warnings).toEqual([]);
  await core.client.topUps.clear({ id: third.id, allowWarnings: true });
  expect(houseCredits()).toBe(2_000);
});

it('numbers receipts without a gap in each year of the shop, whatever comes between', async () => {
  clock.setWall(NEW_YEARS_EVE);
  const ids: number[] = [];
  for (let n = 0; n < 5; n += 1) ids.push((await aTopUp()).id);
  const numbers: (string | null)[] = [];
  for (const [at, id] of ids.entries()) {
    if (at === 3) clock.advance(60_000);
    if (at === 1) await core.client.topUps.refuse({ id, reason: 'no money came' });
    else numbers.push((await core.client.topUps.clear({ id, allowWarnings: true })).receiptNumber);
  }
  expect(numbers).toEqual(['R-2026-000001', 'R-2026-000002', 'R-2027-000001', 'R-2027-000002']);
  expect(findings()).toEqual([]);
});

it('takes cleared credits back only by a counter-booking, and marks the receipt', async () => {
  const { id } = await aTopUp();
  await expect(core.client.topUps.reverse({ id, reason: 'x' })).rejects.toMatchObject({
    data: { code: 'not-cleared' },
  });
  await core.client.topUps.clear({ id, allowWarnings: true });
  const reversed = await core.client.topUps.reverse({ id, reason: 'cheque bounced' });
  expect(reversed).toMatchObject({ state: 'reversed', reversal: { reason: 'cheque bounced' } });
  expect(houseCredits()).toBe(0);
  expect(findings()).toEqual([]);
  const path = join(folder, 'r.pdf');
  await core.client.topUps.receipt({ id, target: { path } });
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await readFile(path))));
  expect(text.join(' ')).toContain('NOT VALID');
  const { db } = core.deps;
  for (const sql of [
    'DELETE FROM top_ups',
    'UPDATE top_ups SET credits = 9',
    "UPDATE top_ups SET state = 'cleared'",
    'UPDATE top_ups SET receipt_no = 7',
  ]) {
    expect(() => db.exec(sql), sql).toThrow();
  }
});

it('writes a receipt with the shop, the money and the credits, the same each time', async () => {
  await core.client.settings.update({
    shopName: 'Kedai Maju 前进商店',
    shopAddress: '12 Jalan Bunga\n31400 Ipoh',
    shopRegistration: '202601012345 (1234567-X)',
  });
  const { id } = await aTopUp({ amountSen: 123_450, reference: 'FT-99', paidOn: '2026-01-02' });
  await expect(
    core.client.topUps.receipt({ id, target: { download: true } }),
  ).rejects.toMatchObject({ data: { code: 'no-receipt' } });
  const { receiptNumber } = await core.client.topUps.clear({ id, allowWarnings: true });
  await core.client.settings.update({ shopName: 'Another shop' });
  const [one, two] = [join(folder, '1.pdf'), join(folder, '2.pdf')];
  for (const path of [one, two]) await core.client.topUps.receipt({ id, target: { path } });
  const file = await readFile(one);
  expect(file.equals(await readFile(two))).toBe(true);
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(file)));
  const page = text.join(' ');
  for (const part of [
    'Kedai Maju 前进商店',
    '31400 Ipoh',
    '202601012345 (1234567-X)',
    receiptNumber ?? '-',
    'Tan Mei Ling 陈美玲',
    'Bank transfer',
    'FT-99',
    '2 January 2026',
    '27,159',
    '0.0455',
    '1,234.50',
  ]) {
    expect(page).toContain(part);
  }
  expect(page).not.toContain('Another shop');
});

it('lets people see and record only what their role allows', async () => {
  const owner = as(aUser('Chief', 'owner'), 'owner');
  const [ana, ben] = [aUser('Ana', 'sender'), aUser('Ben', 'sender')];
  const [sender, other, manager] = [
    as(ana, 'sender'),
    as(ben, 'sender'),
    as(aUser('Mia', 'manager'), 'manager'),
  ];
  const draft = { gatewayId, amountSen: 10_000, method: 'cheque', accountHolder: 'Ana' } as const;
  const mine = await sender.topUps.add({
    ...draft,
    slipFileIds: [await aSlip('mine.png', PNG, sender)],
  });
  expect(mine.user).toEqual({ id: ana, name: 'Ana' });
  for (const userId of [null, ben]) {
    await expect(sender.topUps.add({ ...draft, userId })).rejects.toMatchObject({
      data: { code: 'not-yours' },
    });
  }
  expect((await other.topUps.page({})).total).toBe(0);
  await expect(other.topUps.get({ id: mine.id })).rejects.toMatchObject({
    data: { code: 'no-such-top-up' },
  });
  await expect(other.topUps.slip({ id: mine.slips[0]?.id ?? 0 })).rejects.toThrow('no top-up');
  for (const client of [sender, manager]) {
    await expect(client.topUps.clear({ id: mine.id })).rejects.toMatchObject({
      data: { code: 'not-permitted' },
    });
  }
  const cleared = await owner.topUps.clear({ id: mine.id });
  expect(cleared.decidedBy?.name).toBe('Chief');
  expect(houseCredits()).toBe(0);
  expect(await sender.topUps.get({ id: mine.id })).toMatchObject({ state: 'cleared' });
});

it('keeps slips in the data folder, hands them out, carries them in a copy and misses them', async () => {
  const topUp = await aTopUp({ slipFileIds: [await aSlip('../odd name.png')] });
  const [name = ''] = await readdir(join(folder, 'data', 'slips'));
  expect(name).toMatch(/^[0-9a-f-]{36}\.png$/u);
  const handed = await core.client.topUps.slip({ id: topUp.slips[0]?.id ?? 0 });
  expect(handed).toMatchObject({ name: 'odd name.png', type: 'image/png', size: PNG.length });
  expect(await readFile(core.deps.files.get(handed.fileId).path)).toEqual(PNG);

  const copy = join(folder, 'copy.db');
  expect(await core.client.host.copyDatabase({ path: copy })).toMatchObject({
    slips: 1,
    missingSlips: 0,
  });
  const path = join(folder, 'data', 'slips', name);
  await writeFile(path, 'changed');
  expect(findings()).toMatchObject([{ name: 'slips' }]);
  await rm(path);
  expect(findings()).toMatchObject([{ name: 'slips' }]);
  await expect(core.client.topUps.slip({ id: topUp.slips[0]?.id ?? 0 })).rejects.toMatchObject({
    data: { code: 'slip-missing' },
  });
  expect(await extractSlips(copy, join(folder, 'data'))).toBe(1);
  expect(await readFile(path)).toEqual(PNG);
  expect(findings()).toEqual([]);
  // What was taken out is a database again, without the files in it.
  expect(await extractSlips(copy, join(folder, 'data'))).toBe(0);
  await rm(path);
  expect(await embedSlips(copy, join(folder, 'data'))).toEqual({ slips: 0, missingSlips: 1 });
});

it('takes the price list as data', async () => {
  await mkdir(folder, { recursive: true });
  const file = async (name: string, content: string) => ({ fileId: await aSlip(name, content) });
  expect(
    await core.client.packages.import(await file('p.csv', 'RM,Credits\n"1,000",25000\n200,4000')),
  ).toEqual([
    { amountSen: 20_000, credits: 4_000 },
    { amountSen: 100_000, credits: 25_000 },
  ]);
  const json = JSON.stringify({ packages: [{ amountSen: 20_000, credits: 5_000 }] });
  expect(await core.client.packages.import(await file('p.json', json))).toHaveLength(1);
  for (const text of ['a,b\n100,many', '', '[1]', '100,10\n200,11']) {
    await expect(
      core.client.packages.import(await file('bad.csv', text)),
      text,
    ).rejects.toMatchObject({
      data: { code: 'bad-packages' },
    });
  }
  await expect(aTopUp({ amountSen: 19_999 })).rejects.toThrow('RM 200.00 (5,000 credits)');
  expect((await aTopUp({ amountSen: 20_000 })).credits).toBe(5_000);
});
