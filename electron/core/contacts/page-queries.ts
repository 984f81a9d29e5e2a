import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';
import { CONTACT_COLUMNS, type ContactRow } from '#core/contacts/rows.ts';
import {
  isTrigramTerm,
  toCondition,
  toTrigramQuery,
  type SearchTerm,
} from '#core/contacts/search-terms.ts';

/** The order of a contacts table. */
export type ContactSort = 'added' | 'name';

/** How many contacts there are (counted in the smallest index). */
export function countContacts(db: Db): number {
  return statement<{ n: number }>(db, 'SELECT count(*) AS n FROM contacts').get()?.n ?? 0;
}

/** How many contacts a list holds, 0 for a list that is not there. */
export function countMembers(db: Db, listId: number): number {
  const row = statement<{ n: number }>(db, 'SELECT contacts AS n FROM lists WHERE id = ?');
  return row.get(listId)?.n ?? 0;
}

/** The given contacts in the given order; those that are gone are left out. */
export function contactsByIds(db: Db, ids: readonly number[]): ContactRow[] {
  const read = statement<ContactRow>(
    db,
    `SELECT ${CONTACT_COLUMNS} FROM contacts AS c WHERE c.id = ?`,
  );
  return ids.map((id) => read.get(id)).filter((row) => row !== undefined);
}

/**
 * A window of contact ids, walked in an index that holds nothing else, and from the nearer end:
 * the deepest window of a million rows is then half a walk through a few megabytes.
 * `total` is the number of rows there are, to know which end is nearer.
 */
export function windowOfIds(
  db: Db,
  filter: { listId?: number; sort: ContactSort },
  total: number,
  window: { offset: number; limit: number },
): number[] {
  const limit = Math.min(window.limit, total - window.offset);
  if (limit <= 0) return [];
  const fromEnd = total - window.offset - limit;
  const backwards = fromEnd < window.offset;
  const direction = backwards ? 'DESC' : 'ASC';
  const skip = backwards ? fromEnd : window.offset;
  const { sql, values } = windowSource(filter, direction);
  const ids = statement<{ id: number }>(db, `${sql} LIMIT ? OFFSET ?`)
    .all(...values, limit, skip)
    .map((row) => row.id);
  return backwards ? ids.reverse() : ids;
}

function windowSource(filter: { listId?: number; sort: ContactSort }, direction: string) {
  if (filter.listId !== undefined) {
    const sql = `SELECT contact_id AS id FROM list_members WHERE list_id = ? ORDER BY contact_id ${direction}`;
    return { sql, values: [filter.listId] };
  }
  const sql =
    filter.sort === 'name'
      ? `SELECT id FROM contacts ORDER BY name COLLATE NOCASE ${direction}, id ${direction}`
      : // The search index keeps one small row per contact under the same id.
        `SELECT id FROM contact_search_docsize ORDER BY id ${direction}`;
  return { sql, values: [] };
}

/** Every contact of a list by name. */
export function membersByName(db: Db, listId: number): number[] {
  return statement<{ id: number }>(
    db,
    `SELECT c.id FROM list_members AS m JOIN contacts AS c ON c.id = m.contact_id
     WHERE m.list_id = ? ORDER BY c.name COLLATE NOCASE, c.id`,
  )
    .all(listId)
    .map((row) => row.id);
}

/** Lists up to this size are read through for a search: cheaper than asking the index about everybody. */
const SMALL_LIST = 10_000;

const IN_LIST =
  'list_members AS m JOIN contacts AS c ON c.id = m.contact_id WHERE m.list_id = ? AND';

/**
 * The ids of contacts that match, at most `bound` of them (-1: all). Long terms are answered by the
 * search index, short ones and small lists by reading.
 */
export function searchIds(
  db: Db,
  filter: { listId?: number; sort: ContactSort },
  terms: readonly SearchTerm[],
  bound: number,
): number[] {
  const { listId } = filter;
  // LIKE folds the case of ASCII letters only; the index folds all.
  const byReading =
    listId !== undefined &&
    countMembers(db, listId) <= SMALL_LIST &&
    // oxlint-disable-next-line no-control-regex -- ASCII begins with control characters
    terms.every(({ text }) => /^[\u0000-\u007F]*$/.test(text));
  const indexed = byReading ? [] : terms.filter(isTrigramTerm);
  const looked = terms.filter((term) => !indexed.includes(term));
  const condition = toCondition(looked);
  const values: (string | number)[] = [];
  let sql: string;
  if (indexed.length > 0) {
    sql = 'SELECT x.rowid AS id FROM contact_search AS x';
    if (looked.length > 0 || filter.sort === 'name') sql += ' JOIN contacts AS c ON c.id = x.rowid';
    sql += ` WHERE contact_search MATCH ? AND ${condition.sql}`;
    values.push(toTrigramQuery(indexed), ...condition.values);
    if (listId !== undefined) {
      sql += ' AND EXISTS (SELECT 1 FROM list_members WHERE list_id = ? AND contact_id = x.rowid)';
      values.push(listId);
    }
    sql += filter.sort === 'name' ? ' ORDER BY c.name COLLATE NOCASE, c.id' : ' ORDER BY x.rowid';
  } else {
    sql = `SELECT c.id AS id FROM ${listId === undefined ? 'contacts AS c WHERE' : IN_LIST} ${condition.sql}`;
    if (listId !== undefined) values.push(listId);
    values.push(...condition.values);
    sql += filter.sort === 'name' ? ' ORDER BY c.name COLLATE NOCASE, c.id' : ' ORDER BY c.id';
  }
  return statement<{ id: number }>(db, `${sql} LIMIT ?`)
    .all(...values, bound)
    .map((row) => row.id);
}
