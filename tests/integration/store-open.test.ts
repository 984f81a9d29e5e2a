import { copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '#core/store/migrate.ts';
import { MIGRATIONS } from '#core/store/migrations/list.ts';
import { openDatabase } from '#core/store/open-database.ts';
import { startChild } from '#tests/support/child.ts';
import { startCore, startPractice } from '#tests/support/engine-bed.ts';
import { eventually, makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

async function aFolder(): Promise<string> {
  const folder = await makeFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

const NEWEST = MIGRATIONS.at(-1)!.version;

describe('a data folder', () => {
  it('is made for its owner only, at the newest version', async () => {
    const folder = join(await aFolder(), 'deep', 'data');
    const core = await openCore({ dataFolder: folder });
    onTestFinished(() => core.stop());
    if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700);
    const { db } = core.deps;
    expect(db.pragma('user_version', { simple: true })).toBe(NEWEST);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('has one owner: a second one is told, and gets it when the first is gone', async () => {
    const folder = await aFolder();
    const first = await openCore({ dataFolder: folder });
    await expect(openCore({ dataFolder: folder })).rejects.toMatchObject({
      code: 'folder-in-use',
      kind: 'refused',
      message: expect.stringContaining(folder),
    });
    await first.stop();
    const second = await openCore({ dataFolder: folder });
    await second.stop();
  });

  it('is free again at once when its owner is killed', async () => {
    const dataFolder = await aFolder();
    const practice = await startPractice();
    const owner = startChild('tests/crash/sender-process.ts', [
      dataFolder,
      practice.url,
      '50',
      '5',
    ]);
    await owner.line();
    await owner.line();
    await expect(openCore({ dataFolder })).rejects.toMatchObject({ code: 'folder-in-use' });
    owner.process.kill('SIGKILL');
    await owner.ended;
    const core = await startCore({ dataFolder });
    expect((await core.client.campaigns.page({})).total).toBeLessThanOrEqual(1);
    await eventually(() => core.deps.engine.started);
  });

  it('of a newer Siar is refused and not touched', async () => {
    const folder = await aFolder();
    const first = await openCore({ dataFolder: folder });
    await first.stop();
    const db = new Database(join(folder, 'siar.db'));
    db.pragma(`user_version = ${NEWEST + 10}`);
    db.close();
    await expect(openCore({ dataFolder: folder })).rejects.toMatchObject({
      code: 'database-newer',
      kind: 'refused',
      details: { found: NEWEST + 10, known: NEWEST },
    });
    const after = new Database(join(folder, 'siar.db'), { readonly: true });
    expect(after.pragma('user_version', { simple: true })).toBe(NEWEST + 10);
    after.close();
  });

  it.each([
    [
      'text',
      (path: string) => writeFileSync(path, 'this is no database, it is a letter'.repeat(99)),
    ],
    ['a torn page', (path: string) => writeFileSync(path, Buffer.alloc(8_192, 7))],
  ])('that holds %s instead of a database is refused in a sentence', async (_what, damage) => {
    const folder = await aFolder();
    damage(join(folder, 'siar.db'));
    await expect(openCore({ dataFolder: folder })).rejects.toMatchObject({
      code: 'database-damaged',
      message: expect.stringContaining('restore a backup'),
    });
  });

  it('that is a file is refused in a sentence', async () => {
    const path = join(await aFolder(), 'file');
    writeFileSync(path, '');
    await expect(openCore({ dataFolder: path })).rejects.toMatchObject({ code: 'folder-unusable' });
  });
});

describe('migrations', () => {
  it('count upwards and begin at nothing', () => {
    const versions = MIGRATIONS.map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('lead step by step to the same schema as a fresh database', async () => {
    const folder = await aFolder();
    const fresh = openDatabase(join(folder, 'fresh.db'));
    const path = join(folder, 'stepped.db');
    MIGRATIONS.forEach((_, i) => {
      const db = new Database(path);
      migrate(db, path, MIGRATIONS.slice(0, i + 1));
      db.close();
    });
    const stepped = openDatabase(path);
    const schema = (db: Database.Database) =>
      db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
    expect(schema(stepped)).toEqual(schema(fresh));
    for (const db of [fresh, stepped]) db.close();
  });

  it('keep a copy of the file from before, and undo a step that fails', async () => {
    const folder = await aFolder();
    const path = join(folder, 'siar.db');
    openDatabase(path).close();
    const broken = {
      version: NEWEST + 10,
      name: 'broken',
      up(db: Database.Database) {
        db.exec('CREATE TABLE half (x) STRICT');
      },
    };
    const db = new Database(path);
    expect(() => migrate(db, path, [...MIGRATIONS, broken])).toThrow();
    expect(db.pragma('user_version', { simple: true })).toBe(NEWEST);
    expect(db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'half'").all()).toEqual([]);
    db.close();
    const copy = readdirSync(folder).find((name) => name.includes('.before-'));
    expect(copy).toBeDefined();
    mkdirSync(join(folder, 'restored'));
    copyFileSync(join(folder, copy!), join(folder, 'restored', 'siar.db'));
    const restored = openDatabase(join(folder, 'restored', 'siar.db'));
    expect(restored.pragma('integrity_check', { simple: true })).toBe('ok');
    restored.close();
  });
});

describe('the queries that run per message', () => {
  it.each([
    [
      'claim',
      `SELECT id FROM messages m WHERE campaign_id = 1 AND country = 'MY' AND state = 'queued'
         AND (not_before IS NULL OR not_before <= 5) AND gateway_id = 1 AND repeat_attempt IS NULL
         ORDER BY id LIMIT 50`,
      'messages_to_claim',
    ],
    [
      'back-off',
      `SELECT min(not_before) FROM messages WHERE campaign_id = 1 AND state = 'queued' AND not_before IS NOT NULL`,
      'messages_backed_off',
    ],
    ['being sent', "SELECT id FROM messages WHERE state = 'sending'", 'messages_sending'],
    [
      'undecided',
      `SELECT count(*) FROM messages WHERE state = 'uncertain' AND resolved = 0
         AND (NULL IS NULL OR campaign_id = NULL)`,
      'messages_uncertain',
    ],
    [
      'whether a report waits',
      'SELECT 1 FROM delivery_reports WHERE gateway_id = 1 AND matched = 0 LIMIT 1',
      'delivery_reports_waiting',
    ],
    [
      'stray reports',
      'DELETE FROM delivery_reports WHERE matched = 0 AND received_at < 5',
      'delivery_reports_waiting',
    ],
    [
      'waiting reports',
      "SELECT report FROM delivery_reports WHERE gateway_id = 1 AND gateway_message_id = 'x' ORDER BY id",
      'sqlite_autoindex_delivery_reports_1',
    ],
    [
      'retries',
      "SELECT count(*) FROM attempts WHERE message_id = 1 AND outcome = 'retryable'",
      'sqlite_autoindex_attempts_1',
    ],
    [
      'interrupted attempts',
      `UPDATE attempts SET outcome = 'x' WHERE finished_at IS NULL
         AND message_id IN (SELECT id FROM messages WHERE state = 'sending')`,
      'messages_sending',
    ],
  ])('%s uses its index', async (_what, sql, index) => {
    const db = openDatabase(join(await aFolder(), 'plan.db'));
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    db.close();
    const details = plan.map(({ detail }) => detail);
    expect(details.join()).toContain(index);
    // A scan is right only of a partial index that holds just the rows wanted.
    expect(details.filter((step) => step.includes('SCAN') && !step.includes(index))).toEqual([]);
  });
});
