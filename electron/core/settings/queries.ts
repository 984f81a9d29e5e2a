import type { Db } from '#core/store/db.ts';
import { statement, transaction } from '#core/store/statement.ts';

/** Every stored setting as raw JSON text by key. */
export function listSettings(db: Db): Map<string, string> {
  const rows = statement<{ key: string; value: string }>(
    db,
    'SELECT key, value FROM settings',
  ).all();
  return new Map(rows.map((row) => [row.key, row.value]));
}

/** Stores JSON texts by key, all or none. */
export function saveSettings(db: Db, values: ReadonlyMap<string, string>): void {
  const save = statement(
    db,
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  transaction(db, () => {
    for (const [key, value] of values) save.run(key, value);
  });
}
