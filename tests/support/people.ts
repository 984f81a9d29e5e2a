import type { Db } from '#core/store/db.ts';
import { statement, transaction } from '#core/store/statement.ts';

/** A person as the tests make them. */
export type Person = {
  msisdn: string;
  name?: string;
  country?: string;
  fields?: Record<string, string>;
};

/** The nth ordinary Malaysian mobile: clear of the practice gateway's magic numbers. */
export function msisdnOf(n: number): string {
  return `6012${String(n).padStart(7, '0')}`;
}

/** `n` people with ordinary numbers, counted from `first`. */
export function people(n: number, first = 1): Person[] {
  return Array.from({ length: n }, (_, i) => ({
    msisdn: msisdnOf(first + i),
    name: `Person ${first + i}`,
  }));
}

/** Stores a list straight in the database (thousands of people in milliseconds); answers its id. */
export function aList(db: Db, members: readonly Person[], name = 'People'): number {
  return transaction(db, () => {
    const list = statement(db, 'INSERT INTO lists (name, created_at) VALUES (?, 0)').run(name);
    const listId = Number(list.lastInsertRowid);
    for (const person of members) addPerson(db, listId, person);
    return listId;
  });
}

/** Puts one person, new or known, on a list; answers the contact's id. */
export function addPerson(db: Db, listId: number, person: Person): number {
  const row = statement<{ id: number }>(
    db,
    `INSERT INTO contacts (msisdn, name, country, fields, created_at, updated_at)
     VALUES (@msisdn, @name, @country, @fields, 0, 0)
     ON CONFLICT (msisdn) DO UPDATE SET updated_at = 0 RETURNING id`,
  ).get({
    msisdn: person.msisdn,
    name: person.name ?? '',
    country: person.country ?? 'MY',
    fields: JSON.stringify(person.fields ?? {}),
  });
  if (!row) throw new Error('the contact was not stored');
  statement(db, 'INSERT INTO list_members VALUES (?, ?)').run(listId, row.id);
  return row.id;
}
