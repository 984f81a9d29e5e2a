import type { Db } from '#core/store/db.ts';
import {
  contactByMsisdn,
  insertContact,
  updateContactDetails,
} from '#core/contacts/contact-queries.ts';
import { addMember } from '#core/contacts/list-queries.ts';
import { parseFields } from '#core/contacts/rows.ts';
import type { ReadContact } from '#core/contacts/import/read-row.ts';

/** What became of a row. */
export type RowFate = 'imported' | 'updated' | 'duplicate';

/** Puts rows into contacts and onto a list; with no list (a dry run) only says what would happen. */
export type RowStore = { put(contact: ReadContact, listId: number | null, now: number): RowFate };

/**
 * See RowStore. Of rows with the same number the first wins with `skip`, the last with `update`.
 * `update` lays the file's values over those that are there; a blank cell never erases a value.
 * Known contacts join the list either way.
 */
export function createRowStore(db: Db, onDuplicate: 'skip' | 'update'): RowStore {
  // At most 15 digits: numbers hold them exactly and cost a fifth of texts.
  const seen = new Set<number>();

  return {
    put(contact, listId, now) {
      const number = Number(contact.msisdn);
      const again = seen.has(number);
      if (!again) seen.add(number);
      else if (onDuplicate === 'skip' || listId === null) return 'duplicate';
      const known = contactByMsisdn(db, contact.msisdn);
      if (listId === null) return fateOf(known !== undefined, false, onDuplicate);
      if (!known) {
        const { msisdn, name, country, confidence } = contact;
        const fields = JSON.stringify(contact.fields);
        addMember(
          db,
          listId,
          insertContact(db, { msisdn, name, country, confidence, fields, now }),
        );
        return 'imported';
      }
      addMember(db, listId, known.id);
      if (onDuplicate === 'update') {
        const name = contact.name === '' ? known.name : contact.name;
        const fields = JSON.stringify({ ...parseFields(known.fields), ...contact.fields });
        // Writing what is there already would only wear the search index.
        if (name !== known.name || fields !== known.fields) {
          updateContactDetails(db, known.id, { name, fields, now });
        }
      }
      return fateOf(true, again, onDuplicate);
    },
  };
}

function fateOf(known: boolean, again: boolean, onDuplicate: 'skip' | 'update'): RowFate {
  if (!known) return 'imported';
  return again || onDuplicate === 'skip' ? 'duplicate' : 'updated';
}
