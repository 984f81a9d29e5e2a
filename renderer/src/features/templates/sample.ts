import { templateValues } from '#shared/contacts/template-values.ts';
import type { Contact } from '#shared/contract/contacts.ts';
import type { FieldValues } from '#shared/template/compile.ts';

/** As much of a contact as a preview needs. */
export type Sample = Pick<Contact, 'id' | 'name' | 'msisdn' | 'country' | 'fields'>;

/** Stands in while there are no contacts; fields it does not have show as missing. */
export function exampleContact(name: string): Sample {
  return { id: 0, name, msisdn: '60123456789', country: 'MY', fields: {} };
}

/** A contact's values by field key, as the core takes them when it writes the messages. */
export function valuesOf(sample: Sample): FieldValues {
  return templateValues(sample);
}
