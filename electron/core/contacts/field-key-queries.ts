import { setImmediate } from 'node:timers/promises';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** How often a field is filled in. */
export type FieldKeyUse = { key: string; contacts: number };

const SAMPLE = 10_000;

/**
 * The field keys of the contacts in these lists (all contacts when none is named), most used first.
 * Exact up to 10,000 contacts per list. Beyond, the oldest and the newest 5,000 of each list are
 * looked at: a key that only occurs in between is missed, and the counts are extrapolated.
 */
export function listFieldKeys(db: Db, listIds: readonly number[]): FieldKeyUse[] {
  const sources = listIds.length > 0 ? [...new Set(listIds)] : [undefined];
  const uses = new Map<string, number>();
  for (const listId of sources) {
    const { ids, total } = sampleIds(db, listId);
    const scale = ids.length > 0 ? total / ids.length : 0;
    const inSample = countKeys(db, ids);
    for (const [key, count] of inSample) {
      uses.set(key, (uses.get(key) ?? 0) + Math.round(count * scale));
    }
  }
  return [...uses]
    .map(([key, contacts]) => ({ key, contacts }))
    .toSorted((a, b) => b.contacts - a.contacts || (a.key < b.key ? -1 : 1));
}

function sampleIds(db: Db, listId: number | undefined): { ids: number[]; total: number } {
  const source =
    listId === undefined
      ? { table: 'contact_search_docsize', id: 'id', where: '1', values: [] }
      : { table: 'list_members', id: 'contact_id', where: 'list_id = ?', values: [listId] };
  const total =
    listId === undefined
      ? (statement<{ n: number }>(db, 'SELECT count(*) AS n FROM contacts').get()?.n ?? 0)
      : (statement<{ n: number }>(db, 'SELECT contacts AS n FROM lists WHERE id = ?').get(listId)
          ?.n ?? 0);
  const take = (direction: 'ASC' | 'DESC', limit: number) =>
    statement<{ id: number }>(
      db,
      `SELECT ${source.id} AS id FROM ${source.table} WHERE ${source.where} ORDER BY ${source.id} ${direction} LIMIT ?`,
    )
      .all(...source.values, limit)
      .map((row) => row.id);
  if (total <= SAMPLE) return { ids: take('ASC', SAMPLE), total };
  return { ids: [...take('ASC', SAMPLE / 2), ...take('DESC', SAMPLE / 2)], total };
}

function countKeys(db: Db, ids: readonly number[]): Map<string, number> {
  const rows = statement<{ key: string; filled: number }>(
    db,
    `SELECT f.key AS key, sum(f.value <> '') AS filled
     FROM json_each(?) AS picked JOIN contacts AS c ON c.id = picked.value, json_each(c.fields) AS f
     GROUP BY f.key`,
  ).all(JSON.stringify(ids));
  return new Map(rows.map((row) => [row.key, row.filled]));
}

/** Every field key of these contacts, exactly, in the order they first appear. */
export async function allFieldKeys(db: Db, ids: readonly number[]): Promise<string[]> {
  const keys = new Set<string>();
  for (let at = 0; at < ids.length; at += SAMPLE) {
    for (const { key } of statement<{ key: string }>(
      db,
      `SELECT DISTINCT f.key AS key
       FROM json_each(?) AS picked JOIN contacts AS c ON c.id = picked.value, json_each(c.fields) AS f`,
    ).all(JSON.stringify(ids.slice(at, at + SAMPLE)))) {
      keys.add(key);
    }
    await setImmediate();
  }
  return [...keys];
}
