import { setImmediate } from 'node:timers/promises';
import type { ContactList } from '#shared/contract/contacts.ts';
import { failed, invalid } from '#shared/contract/errors.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { api } from '#core/rpc/implement.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';
import { deleteContact } from '#core/contacts/contact-queries.ts';
import {
  allLists,
  countOnlyIn,
  deleteList,
  insertList,
  listById,
  listByName,
  removeMember,
  renameList,
  someMembers,
} from '#core/contacts/list-queries.ts';

/** Members handled per transaction, so that a sender never waits long for the write lock. */
const CHUNK = 1000;

/** The list, or the refusal `no-such-list`. */
export function requireList(db: Db, id: number): ContactList {
  const list = listById(db, id);
  if (!list) {
    throw failed(
      'no-such-list',
      'That list is no longer there; somebody removed it. Nothing was changed. Choose another list.',
    );
  }
  return list;
}

/** Lists of contacts. */
export function createListsHandlers({ db, bus, clock }: Pick<CoreDeps, 'db' | 'bus' | 'clock'>) {
  const changed = () => bus.publish({ type: 'contacts.changed' });
  return api.lists.router({
    all: api.lists.all.handler(() => allLists(db)),
    create: api.lists.create.handler(({ input }) => {
      const id = transaction(db, () => {
        assertNameFree(db, input.name);
        return insertList(db, input.name, clock.now());
      });
      changed();
      return requireList(db, id);
    }),
    rename: api.lists.rename.handler(({ input }) => {
      transaction(db, () => {
        requireList(db, input.id);
        assertNameFree(db, input.name, input.id);
        renameList(db, input.id, input.name);
      });
      changed();
      return requireList(db, input.id);
    }),
    onlyHere: api.lists.onlyHere.handler(({ input }) => {
      requireList(db, input.id);
      return { contacts: countOnlyIn(db, input.id) };
    }),
    remove: api.lists.remove.handler(async ({ input }) => {
      requireList(db, input.id);
      const removedContacts = await emptyList(db, input.id, input.contacts);
      changed();
      return { removedContacts };
    }),
  });
}

function assertNameFree(db: Db, name: string, except?: number): void {
  const taken = listByName(db, name);
  if (taken && taken.id !== except) {
    throw invalid(
      'name-taken',
      `There is already a list called "${taken.name}". Nothing was changed. Choose another name.`,
      { name: taken.name, listId: taken.id, case: 'list' },
    );
  }
}

/** Takes everybody off the list and removes it; with `contacts`, those in no other list go too. */
async function emptyList(db: Db, listId: number, contacts: boolean): Promise<number> {
  let removed = 0;
  for (let more = true; more;) {
    transaction(db, () => {
      const members = someMembers(db, listId, CHUNK);
      for (const { id, elsewhere } of members) {
        // Removing the contact takes its membership along.
        if (contacts && elsewhere === 0) removed += Number(deleteContact(db, id));
        else removeMember(db, listId, id);
      }
      more = members.length === CHUNK;
      if (!more) deleteList(db, listId);
    });
    await setImmediate();
  }
  return removed;
}
