import type { Contact } from '#shared/contract/contacts.ts';

/** A contact as the database gives it: `fields` is JSON, `suppressed` 0 or 1. */
export type ContactRow = {
  id: number;
  msisdn: string;
  name: string;
  country: string;
  confidence: 'valid' | 'possible';
  fields: string;
  suppressed: number;
  createdAt: number;
  updatedAt: number;
};

/** The columns of ContactRow, of contacts called `c`. */
export const CONTACT_COLUMNS = `c.id, c.msisdn, c.name, c.country, c.confidence, c.fields,
  EXISTS (SELECT 1 FROM suppressions AS s WHERE s.msisdn = c.msisdn) AS suppressed,
  c.created_at AS createdAt, c.updated_at AS updatedAt`;

/** Reads the JSON of a contact's fields; values that are not text (a hand-edited database) are left out. */
export function parseFields(json: string): Record<string, string> {
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed !== 'object' || parsed === null) return {};
  const fields: Record<string, string> = {};
  for (const [key, value] of Object.entries(parsed)) {
    if (typeof value === 'string') fields[key] = value;
  }
  return fields;
}

/** See ContactRow. */
export function toContact(row: ContactRow): Contact {
  return { ...row, fields: parseFields(row.fields), suppressed: row.suppressed !== 0 };
}
