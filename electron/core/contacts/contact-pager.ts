import type { Contact } from '#shared/contract/contacts.ts';
import type { EventBus } from '#core/rpc/event-bus.ts';
import type { Db } from '#core/store/db.ts';
import {
  contactsByIds,
  countContacts,
  countMembers,
  membersByName,
  searchIds,
  windowOfIds,
  type ContactSort,
} from '#core/contacts/page-queries.ts';
import { toContact } from '#core/contacts/rows.ts';
import { searchTerms, type SearchTerm } from '#core/contacts/search-terms.ts';

/** What a contacts table asks for. */
export type ContactsPageInput = {
  listId?: number | undefined;
  search?: string | undefined;
  sort: ContactSort;
  offset: number;
  limit: number;
};

/** Serves windows of contacts. */
export type ContactPager = {
  page(input: ContactsPageInput): { total: number; rows: Contact[] };
  /** Every id that matches, in order: what an export writes. Unbounded. */
  allIds(input: Omit<ContactsPageInput, 'offset' | 'limit'>): readonly number[];
};

/** A search finds at most this many; nobody scrolls further, and counting stays quick. */
const SEARCH_BOUND = 100_000;
const REMEMBERED = 4;

/**
 * Pages of contacts. What cannot be walked in an index (a search, a list by name) is computed once
 * and remembered until contacts change, so that scrolling through it costs nothing.
 */
export function createContactPager(db: Db, bus: EventBus): ContactPager {
  const results = new Map<string, readonly number[]>();
  let total: number | undefined;
  bus.subscribe((event) => {
    if (event.type !== 'contacts.changed') return;
    results.clear();
    total = undefined;
  });

  const find = (
    filter: { listId?: number; sort: ContactSort },
    terms: readonly SearchTerm[],
    bound: number,
  ): readonly number[] => {
    const name = JSON.stringify([filter.listId ?? 0, filter.sort, terms, bound]);
    let ids = results.get(name);
    if (!ids) {
      ids =
        terms.length === 0 && filter.listId !== undefined
          ? membersByName(db, filter.listId)
          : searchIds(db, filter, terms, bound);
      for (const oldest of [...results.keys()].slice(0, results.size - REMEMBERED + 1)) {
        results.delete(oldest);
      }
      results.set(name, ids);
    }
    return ids;
  };

  const totalOf = (listId: number | undefined): number => {
    if (listId !== undefined) return countMembers(db, listId);
    total ??= countContacts(db);
    return total;
  };

  return {
    page(input) {
      const terms = searchTerms(input.search ?? '');
      const filter = { ...(input.listId ? { listId: input.listId } : {}), sort: input.sort };
      if (terms.length > 0 || (input.listId !== undefined && input.sort === 'name')) {
        const ids = find(filter, terms, SEARCH_BOUND);
        const window = ids.slice(input.offset, input.offset + input.limit);
        return { total: ids.length, rows: contactsByIds(db, window).map(toContact) };
      }
      const rows = totalOf(input.listId);
      const ids = windowOfIds(db, filter, rows, input);
      return { total: rows, rows: contactsByIds(db, ids).map(toContact) };
    },
    allIds(input) {
      const terms = searchTerms(input.search ?? '');
      const filter = { ...(input.listId ? { listId: input.listId } : {}), sort: input.sort };
      if (terms.length > 0) return searchIds(db, filter, terms, -1);
      const rows = totalOf(input.listId);
      return windowOfIds(db, filter, rows, { offset: 0, limit: rows });
    },
  };
}
