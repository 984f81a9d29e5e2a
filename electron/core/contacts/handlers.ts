import type { Contact } from '#shared/contract/contacts.ts';
import { failed, invalid } from '#shared/contract/errors.ts';
import { normalisePhone } from '#shared/phone/normalise.ts';
import { canonicalFieldKey } from '#shared/template/field-key.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { api } from '#core/rpc/implement.ts';
import { readSettings } from '#core/settings/handlers.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';
import { createContactPager } from '#core/contacts/contact-pager.ts';
import {
  contactById,
  contactByMsisdn,
  deleteContact,
  insertContact,
  timelineOf,
  updateContact,
} from '#core/contacts/contact-queries.ts';
import { startContactsExport } from '#core/contacts/export.ts';
import { listFieldKeys } from '#core/contacts/field-key-queries.ts';
import { addMember, listsOf, removeMember } from '#core/contacts/list-queries.ts';
import { requireList } from '#core/contacts/lists-handlers.ts';
import { toContact } from '#core/contacts/rows.ts';
import { actorOf } from '#core/users/actor.ts';
import { scopeOf } from '#core/users/scope.ts';

/** Contacts: pages, one person, changes, export. */
export function createContactsHandlers(
  deps: Pick<CoreDeps, 'db' | 'bus' | 'clock' | 'jobs' | 'files'>,
) {
  const { db, bus, clock } = deps;
  const pager = createContactPager(db, bus);
  const changed = () => bus.publish({ type: 'contacts.changed' });
  return api.contacts.router({
    page: api.contacts.page.handler(({ input }) => pager.page(input)),
    get: api.contacts.get.handler(({ input }) => ({
      ...requireContact(db, input.id),
      lists: listsOf(db, input.id),
    })),
    timeline: api.contacts.timeline.handler(({ input, context }) =>
      timelineOf(db, requireContact(db, input.id).msisdn, input, scopeOf(actorOf(context))),
    ),
    fieldKeys: api.contacts.fieldKeys.handler(({ input }) => listFieldKeys(db, input.listIds)),
    create: api.contacts.create.handler(({ input }) => {
      const number = readNumber(db, input.phone);
      const id = transaction(db, () => {
        assertNumberFree(db, number.msisdn);
        const values = {
          ...number,
          name: input.name,
          fields: JSON.stringify(toFields(input.fields)),
          now: clock.now(),
        };
        const contactId = insertContact(db, values);
        setLists(db, contactId, input.listIds);
        return contactId;
      });
      changed();
      return requireContact(db, id);
    }),
    update: api.contacts.update.handler(({ input }) => {
      const number = input.phone === undefined ? undefined : readNumber(db, input.phone);
      transaction(db, () => {
        const before = requireContact(db, input.id);
        if (number) assertNumberFree(db, number.msisdn, input.id);
        updateContact(db, input.id, {
          msisdn: number?.msisdn ?? before.msisdn,
          country: number?.country ?? before.country,
          confidence: number?.confidence ?? before.confidence,
          name: input.name ?? before.name,
          fields: JSON.stringify(input.fields ? toFields(input.fields) : before.fields),
          now: clock.now(),
        });
        if (input.listIds) setLists(db, input.id, input.listIds);
      });
      changed();
      return requireContact(db, input.id);
    }),
    remove: api.contacts.remove.handler(({ input }) => {
      const removed = transaction(db, () => input.ids.filter((id) => deleteContact(db, id)).length);
      changed();
      return { removed };
    }),
    export: api.contacts.export.handler(({ input, context }) =>
      startContactsExport(deps, pager, input, context),
    ),
  });
}

function requireContact(db: Db, id: number): Contact {
  const row = contactById(db, id);
  if (!row) {
    throw failed(
      'no-such-contact',
      'That contact is no longer there; somebody removed it. Nothing was changed.',
    );
  }
  return toContact(row);
}

function readNumber(db: Db, phone: string) {
  const result = normalisePhone(phone, { country: readSettings(db).country });
  if (!result.ok) {
    throw invalid(result.code, `"${phone}" was not saved: ${result.message}`, {
      phone,
      case: 'number',
    });
  }
  return { msisdn: result.msisdn, country: result.country, confidence: result.confidence };
}

function assertNumberFree(db: Db, msisdn: string, except?: number): void {
  const holder = contactByMsisdn(db, msisdn);
  if (holder && holder.id !== except) {
    throw invalid(
      'number-taken',
      `${msisdn} already belongs to ${holder.name === '' ? 'another contact' : `"${holder.name}"`}, so nothing was saved. Open that contact, or correct the number.`,
      {
        msisdn,
        name: holder.name,
        contactId: holder.id,
        case: holder.name === '' ? 'unnamed' : 'named',
      },
    );
  }
}

/** Keys in the one spelling templates look for; blank values are not kept. */
function toFields(input: Readonly<Record<string, string>>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [header, value] of Object.entries(input)) {
    const key = canonicalFieldKey(header);
    if (key === '') {
      throw invalid(
        'bad-field-name',
        `"${header}" cannot be a field name, so nothing was saved. Use at least one letter or digit.`,
        { field: header },
      );
    }
    if (value.trim() !== '') fields[key] = value;
  }
  return fields;
}

function setLists(db: Db, contactId: number, listIds: readonly number[]): void {
  for (const listId of listIds) requireList(db, listId);
  for (const list of listsOf(db, contactId)) {
    if (!listIds.includes(list.id)) removeMember(db, list.id, contactId);
  }
  for (const listId of listIds) addMember(db, listId, contactId);
}
