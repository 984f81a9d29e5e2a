import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A relay that this data folder fetches from. */
export type StoredRelay = {
  id: number;
  url: string;
  inbox: string;
  epoch: string | null;
  cursor: number;
};

const COLUMNS = 'r.id, r.url, r.inbox, r.epoch, r.cursor';

/** Relays that a gateway which was not removed uses. */
export function listRelays(db: Db): StoredRelay[] {
  return statement<StoredRelay>(
    db,
    `SELECT ${COLUMNS} FROM relays r WHERE EXISTS (
       SELECT 1 FROM gateway_relays x JOIN gateways g ON g.id = x.gateway_id
       WHERE x.relay_id = r.id AND g.removed_at IS NULL)
     ORDER BY r.id`,
  ).all();
}

/** The relay of a gateway. */
export function getRelayOf(db: Db, gatewayId: number): StoredRelay | undefined {
  return statement<StoredRelay>(
    db,
    `SELECT ${COLUMNS} FROM relays r JOIN gateway_relays x ON x.relay_id = r.id WHERE x.gateway_id = ?`,
  ).get(gatewayId);
}

/** A relay by its address. */
export function findRelay(db: Db, url: string): StoredRelay | undefined {
  return statement<StoredRelay>(db, `SELECT ${COLUMNS} FROM relays r WHERE r.url = ?`).get(url);
}

/** Adds a relay, or gives the known one another inbox; answers its id. */
export function saveRelay(db: Db, relay: { url: string; inbox: string }, now: number): number {
  statement(
    db,
    `INSERT INTO relays (url, inbox, created_at) VALUES (?, ?, ?)
     ON CONFLICT (url) DO UPDATE SET inbox = excluded.inbox`,
  ).run(relay.url, relay.inbox, now);
  const saved = findRelay(db, relay.url);
  if (!saved) throw new Error('a relay that was just saved is not there');
  return saved.id;
}

/** Lets a gateway's callbacks come through a relay, or with null no longer. */
export function setGatewayRelay(db: Db, gatewayId: number, relayId: number | null): void {
  if (relayId === null) {
    statement(db, 'DELETE FROM gateway_relays WHERE gateway_id = ?').run(gatewayId);
    return;
  }
  statement(
    db,
    `INSERT INTO gateway_relays (gateway_id, relay_id) VALUES (?, ?)
     ON CONFLICT (gateway_id) DO UPDATE SET relay_id = excluded.relay_id`,
  ).run(gatewayId, relayId);
}

/** Forgets relays that no gateway uses any more; answers their ids. */
export function deleteUnusedRelays(db: Db): number[] {
  return statement<{ id: number }>(
    db,
    'DELETE FROM relays WHERE id NOT IN (SELECT relay_id FROM gateway_relays) RETURNING id',
  )
    .all()
    .map(({ id }) => id);
}

/** Remembers how far a relay's callbacks are recorded here. */
export function saveCursor(db: Db, relayId: number, epoch: string, cursor: number): void {
  statement(db, 'UPDATE relays SET epoch = ?, cursor = ? WHERE id = ?').run(epoch, cursor, relayId);
}

/** Ids of gateways, removed ones too, whose callbacks come through a relay. */
export function listRelayedGateways(db: Db): number[] {
  return statement<{ id: number }>(db, 'SELECT gateway_id AS id FROM gateway_relays')
    .all()
    .map(({ id }) => id);
}

/** The gateway that a callback's token belongs to. */
export function findGatewayByToken(db: Db, token: string): number | undefined {
  return statement<{ id: number }>(
    db,
    'SELECT id FROM gateways WHERE dlr_token = ? AND removed_at IS NULL',
  ).get(token)?.id;
}
