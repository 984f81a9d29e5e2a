import { copyFileSync, existsSync } from 'node:fs';
import { refused } from '#shared/contract/errors.ts';
import { MIGRATIONS } from '#core/store/migrations/list.ts';
import type { Migration } from '#core/store/migrations/migration.ts';
import type { Db } from '#core/store/db.ts';

/**
 * Brings the database to the newest version, one transaction per step with its ledger write.
 * An existing file is copied to `<path>.before-<version>` first (after a checkpoint, so the copy is whole).
 * A database written by a newer Siar is refused: guessing at unknown tables could send twice.
 */
export function migrate(db: Db, path: string, migrations: readonly Migration[] = MIGRATIONS): void {
  const current = Number(db.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.version ?? 0;
  if (current > newest) {
    throw refused(
      'database-newer',
      `This data folder was written by a newer Siar (database version ${current}, this Siar knows ${newest}). ` +
        'Nothing was changed and nothing will be sent. Install the newer Siar to open it.',
      { found: current, known: newest },
    );
  }
  const pending = migrations.filter((migration) => migration.version > current);
  if (pending.length === 0) return;
  if (current > 0 && path !== ':memory:' && existsSync(path)) {
    db.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(path, `${path}.before-${newest}`);
  }
  for (const migration of pending) {
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
}
