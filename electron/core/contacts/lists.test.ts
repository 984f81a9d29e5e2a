import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportResultSchema } from '#shared/contract/base.ts';
import { suppressionImportResultSchema } from '#shared/contract/contacts.ts';
import { importResultSchema } from '#shared/contract/imports.ts';
import { openContacts, type OpenContacts } from '#core/contacts/test-support.ts';

let core: OpenContacts;
beforeEach(async () => {
  core = await openContacts();
});
afterEach(() => core.close());

const add = (phone: string, name = '', more: Record<string, unknown> = {}) =>
  core.client.contacts.create({ phone, name, ...more });
const importText = async (name: string, text: string, listName = 'L') =>
  core.finish(await core.client.imports.start({ fileId: await core.file(name, text), listName }));

describe('lists', () => {
  it('holds names apart whatever their case', async () => {
    const list = await core.client.lists.create({ name: 'Raya' });
    await expect(core.client.lists.create({ name: 'RAYA' })).rejects.toMatchObject({
      data: { code: 'name-taken', details: { listId: list.id } },
    });
    const renamed = await core.client.lists.rename({ id: list.id, name: 'raya' });
    expect(renamed).toMatchObject({ id: list.id, name: 'raya', contacts: 0 });
    await expect(core.client.lists.rename({ id: 99, name: 'x' })).rejects.toMatchObject({
      data: { code: 'no-such-list' },
    });
  });

  it('removes the list only, or with the contacts that are nowhere else', async () => {
    const a = await core.client.lists.create({ name: 'A' });
    const b = await core.client.lists.create({ name: 'B' });
    await add('0123456781', 'only A', { listIds: [a.id] });
    await add('0123456782', 'both', { listIds: [a.id, b.id] });
    await add('0123456783', 'none');
    // What is asked before is what is done after.
    expect(await core.client.lists.onlyHere({ id: a.id })).toEqual({ contacts: 1 });
    expect(await core.client.lists.onlyHere({ id: b.id })).toEqual({ contacts: 0 });
    expect(await core.client.lists.remove({ id: a.id, contacts: true })).toEqual({
      removedContacts: 1,
    });
    expect(await core.client.lists.remove({ id: b.id })).toEqual({ removedContacts: 0 });
    const { rows } = await core.client.contacts.page({});
    expect(rows.map((row) => row.name)).toEqual(['both', 'none']);
    expect(await core.client.lists.all()).toEqual([]);
  });

  it('removes a list larger than one transaction', async () => {
    const lines = Array.from({ length: 2500 }, (_, i) => `01${20000000 + i}`).join('\n');
    await importText('a.csv', `phone\n${lines}`);
    const [list] = await core.client.lists.all();
    expect(list?.contacts).toBe(2500);
    const answer = await core.client.lists.remove({ id: list!.id, contacts: true });
    expect(answer).toEqual({ removedContacts: 2500 });
    expect((await core.client.contacts.page({})).total).toBe(0);
    expect(core.db.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('suppressions', () => {
  it('adds all or nothing, keeps the first reason, marks contacts', async () => {
    await add('0123456789', 'Ali');
    const first = { phones: ['012-345 6789', '0123456788'], reason: 'asked' };
    expect(await core.client.suppressions.add(first)).toEqual({ added: 2, total: 2 });
    const again = { phones: ['+60123456789'], reason: 'later' };
    expect(await core.client.suppressions.add(again)).toEqual({ added: 0, total: 2 });
    const bad = core.client.suppressions.add({ phones: ['0123456787', 'nonsense'] });
    await expect(bad).rejects.toMatchObject({
      data: { code: 'not-a-number' },
      message: expect.stringContaining('"nonsense"'),
    });
    const { total, rows } = await core.client.suppressions.page({ search: '012-345 6789' });
    expect([total, rows[0]?.reason]).toEqual([1, 'asked']);
    expect((await core.client.suppressions.page({ search: 'ask' })).total).toBe(2);
    expect((await core.client.contacts.page({})).rows[0]?.suppressed).toBe(true);
    const removal = { msisdns: ['0123456789', '60123456788', '0111111111'] };
    expect(await core.client.suppressions.remove(removal).catch(() => null)).toBeNull();
    expect(
      await core.client.suppressions.remove({ msisdns: ['0123456789', '60123456788'] }),
    ).toEqual({ removed: 2, total: 0 });
  });

  it('imports the number column of a file', async () => {
    const fileId = await core.file(
      'stop.csv',
      'Nama,Telefon\nAli,0123456789\nAbu,bad\nAni,+60123456789\n',
    );
    const job = await core.finish(await core.client.suppressions.import({ fileId }));
    expect(suppressionImportResultSchema.parse(job.result)).toEqual({
      rows: 3,
      added: 1,
      rejected: 1,
      total: 1,
    });
    const plain = await core.file('stop.txt', '0123456788\n0123456787\n');
    const second = await core.finish(await core.client.suppressions.import({ fileId: plain }));
    expect(suppressionImportResultSchema.parse(second.result)).toMatchObject({
      added: 2,
      total: 3,
    });
    expect((await core.client.suppressions.page({})).rows[0]?.source).toBe('import');
  });
});

describe('export', () => {
  const table = [
    'name,phone,address,note',
    '"Tan ""Ah Meng""",0123456789,"1, Jalan A\n50000 KL",=1+1',
    '陈小明,0123456788,,007',
  ].join('\n');

  it.each(['csv', 'xlsx'] as const)('writes %s that imports again as it was', async (format) => {
    await importText('a.csv', table);
    const before = (await core.client.contacts.page({})).rows;
    const path = join(core.folder, `out.${format}`);
    const job = await core.finish(await core.client.contacts.export({ format, target: { path } }));
    expect(exportResultSchema.parse(job.result)).toEqual({ rows: 2, file: path, downloadId: null });
    if (format === 'csv') {
      const { data } = Papa.parse((await readFile(path, 'utf8')).slice(1), {
        skipEmptyLines: true,
      });
      expect(data).toEqual([
        ['phone', 'name', 'address', 'note'],
        ['60123456789', 'Tan "Ah Meng"', '1, Jalan A\n50000 KL', "'=1+1"],
        ['60123456788', '陈小明', '', '007'],
      ]);
    } else {
      const book = new ExcelJS.Workbook();
      await book.xlsx.readFile(path);
      expect(book.worksheets[0]!.getCell('A2').value).toBe('60123456789');
      expect(book.worksheets[0]!.getCell('D2').value).toBe('=1+1');
      expect(book.worksheets[0]!.getCell('D3').value).toBe('007');
    }
    await core.client.contacts.remove({ ids: before.map((row) => row.id) });
    const { id } = await core.files.adopt(path);
    await core.finish(await core.client.imports.start({ fileId: id, listName: 'Back' }));
    const after = (await core.client.contacts.page({})).rows;
    expect(after.map(({ name, msisdn }) => [name, msisdn])).toEqual(
      before.map(({ name, msisdn }) => [name, msisdn]),
    );
    expect(after[1]!.fields).toEqual(before[1]!.fields);
  });

  it('writes a list or a search, as a download for windows', async () => {
    await importText('a.csv', table);
    await add('0133456789', 'Elsewhere');
    const [list] = await core.client.lists.all();
    const started = core.window.contacts.export({
      listId: list!.id,
      search: '陈小',
      format: 'csv',
      target: { download: true },
    });
    const result = exportResultSchema.parse((await core.finish(await started)).result);
    expect(result).toMatchObject({ rows: 1, file: 'L.csv' });
    expect(await readFile(core.files.get(result.downloadId!).path, 'utf8')).toContain('陈小明');
    const path = join(core.folder, 'x.csv');
    await expect(
      core.window.contacts.export({ format: 'csv', target: { path } }),
    ).rejects.toMatchObject({ data: { code: 'local-only' } });
  });
});

describe('stopping an import', () => {
  it('keeps what was committed and says how much', async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => `N${i},01${20000000 + i}`).join('\n');
    const fileId = await core.file('a.csv', `name,phone\n${lines}\n`);
    const { jobId } = await core.client.imports.start({ fileId, listName: 'L' });
    for await (const job of core.jobs.watch(jobId)) {
      if (job.done > 0 || job.state !== 'running') break;
    }
    core.jobs.cancel(jobId);
    const job = await core.finish({ jobId });
    expect(job.state).toBe('cancelled');
    const result = importResultSchema.parse(job.result);
    expect(result.cancelled).toBe(true);
    expect(result.imported).toBeGreaterThan(0);
    expect(result.imported).toBeLessThan(60_000);
    expect((await core.client.contacts.page({})).total).toBe(result.imported);
    expect(result.listTotal).toBe(result.imported);
  });

  it('says before it begins that the place for refused rows cannot be written', async () => {
    const fileId = await core.file('a.csv', 'phone\n0123456789\nbad\n');
    const errorsPath = join(core.folder, 'no', 'such', 'errors.csv');
    const job = await core.finish(
      await core.client.imports.start({ fileId, listName: 'L', errorsPath }),
    );
    expect(job).toMatchObject({ state: 'failed', error: { code: 'errors-file' } });
    expect((await core.client.contacts.page({})).total).toBe(0);
  });
});
