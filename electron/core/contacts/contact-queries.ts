import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';
import { CONTACT_COLUMNS, type ContactRow } from '#core/contacts/rows.ts';

/** What is stored of a contact besides its id. `fields` is JSON. */
export type ContactValues = {
  msisdn: string;
  name: string;
  country: string;
  confidence: 'valid' | 'possible';
  fields: string;
  now: number;
};

/** The contact of this id; undefined where it is gone. */
export function contactById(db: Db, id: number): ContactRow | undefined {
  return statement<ContactRow>(
    db,
    `SELECT ${CONTACT_COLUMNS} FROM contacts AS c WHERE c.id = ?`,
  ).get(id);
}

/** Who has this number. */
export function contactByMsisdn(
  db: Db,
  msisdn: string,
): { id: number; name: string; fields: string } | undefined {
  return statement<{ id: number; name: string; fields: string }>(
    db,
    'SELECT id, name, fields FROM contacts WHERE msisdn = ?',
  ).get(msisdn);
}

/** Adds a contact and answers its id. The number must be free. */
export function insertContact(db: Db, contact: ContactValues): number {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO contacts (msisdn, name, country, confidence, fields, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    contact.msisdn,
    contact.name,
    contact.country,
    contact.confidence,
    contact.fields,
    contact.now,
    contact.now,
  );
  return Number(lastInsertRowid);
}

/** Replaces everything but the id and the time of adding. */
export function updateContact(db: Db, id: number, contact: ContactValues): void {
  statement(
    db,
    `UPDATE contacts SET msisdn = ?, name = ?, country = ?, confidence = ?, fields = ?, updated_at = ?
     WHERE id = ?`,
  ).run(
    contact.msisdn,
    contact.name,
    contact.country,
    contact.confidence,
    contact.fields,
    contact.now,
    id,
  );
}

/** Replaces name and fields, as an import with `update` does. */
export function updateContactDetails(
  db: Db,
  id: number,
  details: { name: string; fields: string; now: number },
): void {
  statement(db, 'UPDATE contacts SET name = ?, fields = ?, updated_at = ? WHERE id = ?').run(
    details.name,
    details.fields,
    details.now,
    id,
  );
}

/** Removes a contact and its memberships; true when there was one. Its messages stay. */
export function deleteContact(db: Db, id: number): boolean {
  return statement(db, 'DELETE FROM contacts WHERE id = ?').run(id).changes > 0;
}

/** A line of a person's timeline. */
export type TimelineRow = {
  messageId: number;
  campaignId: number;
  campaignName: string;
  text: string;
  state: string;
  reason: string | null;
  at: number;
};

/** The messages to a number, newest first, and how many there are; `userId` null: everybody's. */
export function timelineOf(
  db: Db,
  msisdn: string,
  window: { offset: number; limit: number },
  userId: number | null,
): { total: number; rows: TimelineRow[] } {
  const total = statement<{ n: number }>(
    db,
    `SELECT count(*) AS n FROM messages AS m JOIN campaigns AS k ON k.id = m.campaign_id
     WHERE m.msisdn = @msisdn AND (@userId IS NULL OR k.user_id = @userId)`,
  ).get({ msisdn, userId })?.n;
  const rows = statement<TimelineRow>(
    db,
    `SELECT m.id AS messageId, m.campaign_id AS campaignId, k.name AS campaignName, m.text, m.state, m.reason,
       coalesce(m.final_at, m.sent_at, m.queued_at) AS at
     FROM messages AS m JOIN campaigns AS k ON k.id = m.campaign_id
     WHERE m.msisdn = @msisdn AND (@userId IS NULL OR k.user_id = @userId)
     ORDER BY m.id DESC LIMIT @limit OFFSET @offset`,
  ).all({ msisdn, userId, limit: window.limit, offset: window.offset });
  return { total: total ?? 0, rows };
}
