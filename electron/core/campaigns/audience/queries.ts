import type { Encoding } from '#shared/sms/segments.ts';
import type { Db } from '#core/store/db.ts';
import { toSearchWords } from '#core/history/search-words.ts';
import { statement } from '#core/store/statement.ts';

/** A person of the audience, with what a template may read. */
export type AudienceRow = {
  id: number;
  msisdn: string;
  name: string;
  country: string;
  confidence: 'valid' | 'possible';
  /** JSON object of text by field key. */
  fields: string;
  suppressed: 0 | 1;
  /** Whether any look-up ever found the number dead; what counts now: see findDead. */
  once_dead: 0 | 1;
};

/** Contact ids of everybody in these lists, each once, in order. A million ids are 8 MB. */
export function listAudienceIds(db: Db, listIds: readonly number[]): number[] {
  return statement<{ id: number }>(
    db,
    `SELECT DISTINCT contact_id AS id FROM list_members
     WHERE list_id IN (SELECT value FROM json_each(?)) ORDER BY contact_id`,
  )
    .all(JSON.stringify(listIds))
    .map((row) => row.id);
}

/** These people as the templates see them, in order of id. */
export function getAudience(db: Db, contactIds: readonly number[]): AudienceRow[] {
  return statement<AudienceRow>(
    db,
    `SELECT c.id, c.msisdn, c.name, c.country, c.confidence, c.fields,
       EXISTS (SELECT 1 FROM suppressions s WHERE s.msisdn = c.msisdn) AS suppressed,
       EXISTS (SELECT 1 FROM look_ups l WHERE l.msisdn = c.msisdn AND l.result = 'dead') AS once_dead
     FROM contacts c WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY c.id`,
  ).all(JSON.stringify(contactIds));
}

/** List memberships in all: more than the people means that some are in several lists. */
export function countMemberships(db: Db, listIds: readonly number[]): number {
  const row = statement<{ n: number }>(
    db,
    'SELECT coalesce(sum(contacts), 0) AS n FROM lists WHERE id IN (SELECT value FROM json_each(?))',
  ).get(JSON.stringify(listIds));
  return row?.n ?? 0;
}

/** One frozen message, ready to be stored. */
export type FrozenMessage = {
  gatewayId: number;
  contactId: number | null;
  msisdn: string;
  country: string;
  name: string;
  text: string;
  encoding: Encoding;
  parts: number;
  credits: number;
  /** Set: stored as excluded for this reason. */
  excluded: string | null;
};

/** Stores frozen messages and their search words; call inside one transaction. */
export function insertMessages(
  db: Db,
  campaignId: number,
  messages: readonly FrozenMessage[],
  now: number,
): void {
  const insert = statement(
    db,
    `INSERT INTO messages (campaign_id, gateway_id, contact_id, msisdn, country, name, text, encoding, parts, credits, state, reason, queued_at, final_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const index = statement(db, 'INSERT INTO message_search (rowid, words) VALUES (?, ?)');
  const country = statement(db, 'INSERT OR IGNORE INTO campaign_countries VALUES (?, ?)');
  const countries = new Set<string>();
  for (const m of messages) {
    const excluded = m.excluded !== null;
    const { lastInsertRowid } = insert.run(
      campaignId,
      m.gatewayId,
      m.contactId,
      m.msisdn,
      m.country,
      m.name,
      m.text,
      m.encoding,
      m.parts,
      excluded ? 0 : m.credits,
      excluded ? 'excluded' : 'queued',
      m.excluded,
      now,
      excluded ? now : null,
    );
    index.run(lastInsertRowid, toSearchWords(`${m.msisdn} ${m.name} ${m.text}`));
    countries.add(m.country);
  }
  for (const code of countries) country.run(campaignId, code);
}

/** Takes back a freeze that did not end: nothing of it was ever sent. */
export function deleteMessages(db: Db, campaignId: number): void {
  statement(
    db,
    'DELETE FROM message_search WHERE rowid IN (SELECT id FROM messages WHERE campaign_id = ?)',
  ).run(campaignId);
  statement(db, 'DELETE FROM messages WHERE campaign_id = ?').run(campaignId);
  statement(db, 'DELETE FROM campaign_countries WHERE campaign_id = ?').run(campaignId);
  statement(db, 'DELETE FROM campaign_gateway_counts WHERE campaign_id = ?').run(campaignId);
}

/** Fixes what the frozen audience is expected to cost. */
export function setPredicted(db: Db, campaignId: number): void {
  statement(
    db,
    `UPDATE campaigns SET predicted =
       (SELECT coalesce(sum(credits), 0) FROM campaign_counts WHERE campaign_id = @campaignId) WHERE id = @campaignId`,
  ).run({ campaignId });
}

/** Keeps how many people were left out because their number is dead, and what that saved. */
export function saveDeadLeftOut(
  db: Db,
  campaignId: number,
  { people, credits }: { people: number; credits: number },
): void {
  statement(db, 'UPDATE campaigns SET dead_left_out = ?, dead_credits = ? WHERE id = ?').run(
    people,
    credits,
    campaignId,
  );
}

/** Campaigns whose freeze was cut off. */
export function listFreezing(db: Db): number[] {
  return statement<{ id: number }>(db, "SELECT id FROM campaigns WHERE state = 'freezing'")
    .all()
    .map((row) => row.id);
}
