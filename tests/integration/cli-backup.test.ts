import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { verifyCopy } from '#core/backup/verify-copy.ts';
import type { Core } from '#core/create-core.ts';
import { examineDatabase } from '#core/doctor/examine.ts';
import { startPractice, type Practice } from '#tests/support/engine-bed.ts';
import { jsonOf, runSiar, startSiar, type Ended } from '#tests/support/siar-process.ts';
import {
  aCampaign,
  aGateway,
  makeFolder,
  openCore,
  removeFolder,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

// Each step is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
let data: string;
let env: Record<string, string>;
let practice: Practice;

beforeEach(async () => {
  folder = await makeFolder();
  data = join(folder, 'data');
  env = { SIAR_STATE: join(folder, 'state') };
});
afterEach(() => removeFolder(folder));

const siar = (...args: string[]): Promise<Ended> =>
  runSiar(['--data', data, '--json', ...args], { env });

/** Works on the folder in this process, then leaves it. */
async function inSiar(work: (core: Core) => Promise<void>): Promise<void> {
  const core = await openCore({ dataFolder: data, stateFolder: join(folder, 'state') });
  try {
    await work(core);
  } finally {
    await core.stop();
  }
}

/** A gateway and a campaign to six people: sent, or left a draft. */
async function sixPeople(send: boolean): Promise<void> {
  practice = await startPractice({ reports: false });
  await inSiar(async (core) => {
    const gatewayId = await aGateway(core, { url: practice.url });
    const { id } = await aCampaign(core, { gatewayId, to: 6, name: 'First' });
    if (!send) return;
    await core.startEngine();
    await core.client.campaigns.start({ id });
    await untilOver(core, id);
  });
}

async function aDraft(name: string): Promise<string> {
  const to = ['--list', 'List of First', '--text', 'Hi', '--gateway', 'Practice'];
  return String(jsonOf(await siar('campaign', 'create', name, ...to))['id']);
}

/** In this process: the command would wait for reports, which this gateway does not give. */
function sendIt(id: string): Promise<void> {
  return inSiar(async (core) => {
    await core.startEngine();
    await core.client.campaigns.start({ id: Number(id) });
    await untilOver(core, Number(id));
  });
}

describe('backup and restore', () => {
  test('put everything back as it was, locked because more was sent since', async () => {
    await sixPeople(true);
    const file = join(folder, 'backup.db');
    const backedUp = await siar('backup', file);
    expect(jsonOf(backedUp)).toMatchObject({ file, contacts: 6, messages: 6 });
    expect(jsonOf(backedUp)['bytes']).toBe(readFileSync(file).length);
    const before = jsonOf(await siar('campaign', 'status', 'First'));

    await sendIt(await aDraft('Second'));
    expect(practice.taken).toHaveLength(12);

    const restored = await siar('restore', file);
    expect(restored.code).toBe(0);
    const { keptAs, ...said } = jsonOf(restored);
    expect(said).toMatchObject({ file, contacts: 6, messages: 6, locked: true, reason: 'older' });
    expect(existsSync(String(keptAs))).toBe(true);
    expect(jsonOf(await siar('campaign', 'status', 'First'))).toEqual(before);
    expect(jsonOf(await siar('campaign', 'ls'))).toHaveLength(1);

    const again = await aDraft('Second');
    const refused = await siar('campaign', 'start', again, '--wait');
    expect(refused.code).toBe(3);
    expect(jsonOf(refused)['error']).toMatchObject({
      code: 'sending-locked',
      details: { reason: 'older', missingAttempts: 6 },
    });
    expect(practice.taken).toHaveLength(12);

    const looked = await siar('doctor');
    expect(looked.code).toBe(1);
    expect(jsonOf(looked)).toMatchObject({ ok: false, locked: true });
    const unlocked = await siar('doctor', '--unlock');
    expect(unlocked.code).toBe(0);
    expect(jsonOf(unlocked)).toMatchObject({ ok: true, locked: false });
    await sendIt(again);
    expect(practice.taken).toHaveLength(18);

    // The data that the backup replaced is the older one now.
    expect(jsonOf(await siar('restore', String(keptAs)))).toMatchObject({
      messages: 12,
      locked: true,
      reason: 'older',
    });
  });

  test('of what was sent last does not lock', async () => {
    await sixPeople(true);
    const file = join(folder, 'backup.db');
    await siar('backup', file);
    expect(jsonOf(await siar('restore', file))).toMatchObject({ locked: false, reason: null });
    expect(jsonOf(await siar('doctor'))).toMatchObject({ ok: true, locked: false });
  });

  test('goes through the process that owns the folder, and restore waits for nobody', async () => {
    await sixPeople(false);
    const owner = await startSiar(['--data', data, '--json', 'serve', '--no-open'], { env });
    onTestFinished(async () => {
      owner.signal('SIGKILL');
      await owner.ended;
    });
    const file = join(folder, 'backup.db');
    writeFileSync(file, 'an older backup');
    expect(jsonOf(await siar('backup', file))).toMatchObject({ contacts: 6, messages: 0 });
    expect(jsonOf(await siar('doctor'))).toMatchObject({ ok: true });
    const refused = await siar('restore', file);
    expect(refused.code).toBe(3);
    expect(jsonOf(refused)['error']).toMatchObject({ code: 'folder-in-use' });
    expect(readdirSync(folder).filter((name) => name.includes('part'))).toEqual([]);
  });

  test('copy while messages leave, and the copy adds up', async () => {
    practice = await startPractice({ reports: false, latencyMs: { min: 0, max: 20 } });
    const copy = join(folder, 'copy', 'siar.db');
    mkdirSync(join(folder, 'copy'));
    await inSiar(async (core) => {
      const gatewayId = await aGateway(core, { url: practice.url, rate: 1_000 });
      const { id } = await aCampaign(core, { gatewayId, to: 1_500 });
      await core.startEngine();
      await core.client.campaigns.start({ id });
      await until(core, id, ({ counts }) => counts.accepted > 300);
      const expected = await core.client.host.copyDatabase({ path: copy });
      expect((await core.client.campaigns.get({ id })).state).toBe('running');
      expect(verifyCopy(copy)).toEqual({ contacts: 1_500, messages: 1_500 });
      expect(expected).toMatchObject({ contacts: 1_500, messages: 1_500 });
      await untilOver(core, id);
    });
    expect(examineDatabase(join(folder, 'copy')).filter(({ ok }) => !ok)).toEqual([]);
    const db = new Database(copy, { readonly: true });
    const sent = db.prepare("SELECT count(*) FROM messages WHERE state = 'accepted'").pluck().get();
    db.close();
    expect(sent).toBeGreaterThan(300);
    expect(sent).toBeLessThan(1_500);
  });

  test('refuse what is no backup, and change nothing', async () => {
    await sixPeople(false);
    const text = join(folder, 'letter.db');
    writeFileSync(text, 'Dear all');
    const other = join(folder, 'other.db');
    const db = new Database(other);
    db.exec('CREATE TABLE x (y)');
    db.close();
    for (const file of [text, other, join(folder, 'nothing.db')]) {
      const ended = await siar('restore', file);
      expect(ended.code).toBe(2);
      expect(String((jsonOf(ended)['error'] as { message: string }).message)).toContain(
        'Nothing was changed',
      );
    }
    expect(readFileSync(text, 'utf8')).toBe('Dear all');
    expect((await siar('backup', join(folder, 'no', 'where.db'))).code).toBe(2);
    expect(readdirSync(data).filter((name) => /restor/.test(name))).toEqual([]);
    expect(jsonOf(await siar('doctor'))).toMatchObject({ ok: true });
  });

  test('put a backup in the place of a damaged database, which is kept', async () => {
    await sixPeople(false);
    const file = join(folder, 'backup.db');
    await siar('backup', file);
    writeFileSync(join(data, 'siar.db'), 'broken');
    const broken = await siar('doctor');
    expect(broken.code).toBe(1);
    expect(jsonOf(broken)).toMatchObject({ ok: false, checks: [{ name: 'file', ok: false }] });
    const { keptAs } = jsonOf(await siar('restore', file));
    expect(readFileSync(String(keptAs), 'utf8')).toBe('broken');
    expect(jsonOf(await siar('doctor'))).toMatchObject({ ok: true });
  });

  test('refuse a damaged backup unless told to take what is left', async () => {
    await sixPeople(false);
    const file = join(folder, 'backup.db');
    await siar('backup', file);
    const db = new Database(file);
    db.pragma('foreign_keys = OFF');
    db.exec('INSERT INTO list_members VALUES (1, 999)');
    db.close();
    const refused = await siar('restore', file);
    expect(refused.code).toBe(1);
    expect(jsonOf(refused)['error']).toMatchObject({ code: 'backup-damaged' });
    expect((await siar('restore', file, '--force')).code).toBe(0);
  });
});

describe('doctor', () => {
  const tampers: [name: string, sql: string][] = [
    [
      'counts',
      "UPDATE campaign_gateway_counts SET messages = messages + 1 WHERE state = 'accepted'",
    ],
    ['frozen', "UPDATE campaigns SET state = 'finished' WHERE state = 'draft'"],
    ['intents', 'UPDATE attempts SET finished_at = NULL WHERE id = 2'],
    ['lists', 'UPDATE lists SET contacts = 5'],
    ['integrity', 'PRAGMA foreign_keys = OFF; INSERT INTO list_members VALUES (1, 999)'],
  ];

  test('finds each thing that was tampered with, and does not unlock such data', async () => {
    await sixPeople(true);
    await inSiar(async (core) => {
      await aCampaign(core, { gatewayId: 1, to: 2, name: 'Draft' });
    });
    const whole = join(folder, 'whole.db');
    await siar('backup', whole);
    for (const [name, sql] of tampers) {
      copyFileSync(whole, join(data, 'siar.db'));
      const db = new Database(join(data, 'siar.db'));
      db.exec(sql);
      db.close();
      const ended = await siar('doctor');
      expect(ended.code, name).toBe(1);
      const { checks } = jsonOf(ended) as { checks: { name: string; ok: boolean }[] };
      expect(checks.filter((check) => !check.ok).map((check) => check.name)).toContain(name);
    }
    mkdirSync(join(folder, 'elsewhere'));
    env = { SIAR_STATE: join(folder, 'elsewhere') };
    const kept = await siar('doctor', '--unlock');
    expect(kept.code).toBe(1);
    expect(jsonOf(kept)).toMatchObject({ ok: false, locked: true });
  });

  test('says it to people too', async () => {
    const ended = await runSiar(['--data', data, 'doctor'], { env });
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('✓ epoch');
    expect(ended.stdout).toContain('Everything is in order.');
  });
});

describe('siar backups', () => {
  test('makes copies into a folder, says where and when, and refuses what is no folder', async () => {
    await inSiar(async () => {});
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const off = jsonOf(await siar('backups', 'show'));
    expect(off).toMatchObject({ schedule: { enabled: false }, lastBackup: null, backups: [] });
    const set = await siar('backups', 'schedule', '--folder', disk, '--keep', '1');
    expect(jsonOf(set)).toEqual({ enabled: true, folder: disk, keep: 1, backupFolder: disk });
    const first = jsonOf(await siar('backups', 'now'));
    expect(verifyCopy(String(first['file']))).toEqual({ contacts: 0, messages: 0 });
    const byHand = join(folder, 'mine.db');
    await siar('backup', byHand);
    const shown = jsonOf(await siar('backups', 'show'));
    expect(shown).toMatchObject({ lastBackup: { file: byHand }, problem: null, backups: [{}] });
    const bad = await siar('backups', 'schedule', '--folder', join(folder, 'gone'));
    expect(bad.code).toBe(2);
    expect(jsonOf(bad)['error']).toMatchObject({ code: 'bad-folder' });
    expect((await siar('backups', 'schedule', '--off', '--keep', '3')).code).toBe(2);
    expect(jsonOf(await siar('backups', 'schedule', '--off'))).toMatchObject({ enabled: false });
  });
});
