import { driverSchema, type DriverName } from '#shared/contract/gateways.ts';
import { gatewayProfileSchema, type GatewayProfile } from '#shared/gateways/profile.ts';
import { gatewayCapsSchema, type GatewayCap } from '#shared/gateways/cap.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A gateway as stored; credentials live elsewhere. */
export type StoredGateway = {
  id: number;
  name: string;
  driver: DriverName;
  url: string | null;
  rate: number;
  caps: GatewayCap[];
  profile: GatewayProfile;
  dlrListen: string | null;
  dlrUrl: string | null;
  dlrToken: string;
  balance: { credits: number; asOf: number } | null;
  createdAt: number;
};

/** What the user decides about a gateway. */
export type GatewaySettings = Pick<
  StoredGateway,
  'name' | 'url' | 'rate' | 'caps' | 'dlrListen' | 'dlrUrl'
>;

type GatewayRow = {
  id: number;
  name: string;
  driver: string;
  url: string | null;
  rate: number;
  caps: string;
  profile: string;
  dlr_listen: string | null;
  dlr_url: string | null;
  dlr_token: string;
  balance: number | null;
  balance_at: number | null;
  created_at: number;
};

const COLUMNS =
  'id, name, driver, url, rate, caps, profile, dlr_listen, dlr_url, dlr_token, balance, balance_at, created_at';

function toGateway(row: GatewayRow): StoredGateway {
  return {
    id: row.id,
    name: row.name,
    driver: driverSchema.parse(row.driver),
    url: row.url,
    rate: row.rate,
    caps: gatewayCapsSchema.parse(JSON.parse(row.caps)),
    profile: gatewayProfileSchema.parse(JSON.parse(row.profile)),
    dlrListen: row.dlr_listen,
    dlrUrl: row.dlr_url,
    dlrToken: row.dlr_token,
    balance:
      row.balance === null || row.balance_at === null
        ? null
        : { credits: row.balance, asOf: row.balance_at },
    createdAt: row.created_at,
  };
}

/** Gateways that were not removed, by name. */
export function listGateways(db: Db): StoredGateway[] {
  return statement<GatewayRow>(
    db,
    `SELECT ${COLUMNS} FROM gateways WHERE removed_at IS NULL ORDER BY name COLLATE NOCASE`,
  )
    .all()
    .map(toGateway);
}

/** Every gateway that there ever was: history needs removed ones too. */
export function listAllGateways(db: Db): StoredGateway[] {
  return statement<GatewayRow>(db, `SELECT ${COLUMNS} FROM gateways ORDER BY id`)
    .all()
    .map(toGateway);
}

/** A gateway that was not removed. */
export function getGateway(db: Db, id: number): StoredGateway | undefined {
  const row = statement<GatewayRow>(
    db,
    `SELECT ${COLUMNS} FROM gateways WHERE id = ? AND removed_at IS NULL`,
  ).get(id);
  return row && toGateway(row);
}

/** The gateway that a message waits for, which may have been removed since. */
export function getGatewayOfMessages(db: Db, id: number): StoredGateway | undefined {
  const row = statement<GatewayRow>(db, `SELECT ${COLUMNS} FROM gateways WHERE id = ?`).get(id);
  return row && toGateway(row);
}

/** Id of the gateway that has a name, whatever its case. */
export function findGatewayId(db: Db, name: string): number | undefined {
  return statement<{ id: number }>(
    db,
    'SELECT id FROM gateways WHERE name = ? COLLATE NOCASE AND removed_at IS NULL',
  ).get(name)?.id;
}

/** Adds a gateway and returns its id. */
export function insertGateway(
  db: Db,
  gateway: GatewaySettings & Pick<StoredGateway, 'driver' | 'profile' | 'dlrToken' | 'createdAt'>,
): number {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO gateways (name, driver, url, rate, caps, profile, dlr_listen, dlr_url, dlr_token, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    gateway.name,
    gateway.driver,
    gateway.url,
    gateway.rate,
    JSON.stringify(gateway.caps),
    JSON.stringify(gateway.profile),
    gateway.dlrListen,
    gateway.dlrUrl,
    gateway.dlrToken,
    gateway.createdAt,
  );
  return Number(lastInsertRowid);
}

/** Takes back insertGateway; only for one that nothing refers to yet. */
export function deleteGateway(db: Db, id: number): void {
  statement(db, 'DELETE FROM gateways WHERE id = ?').run(id);
}

/** Changes what the user decides. */
export function updateGateway(db: Db, id: number, settings: GatewaySettings): void {
  statement(
    db,
    'UPDATE gateways SET name = ?, url = ?, rate = ?, caps = ?, dlr_listen = ?, dlr_url = ? WHERE id = ?',
  ).run(
    settings.name,
    settings.url,
    settings.rate,
    JSON.stringify(settings.caps),
    settings.dlrListen,
    settings.dlrUrl,
    id,
  );
}

/** Changes what is known about a gateway; messages that are frozen stay as they are. */
export function setGatewayProfile(db: Db, id: number, profile: GatewayProfile): void {
  statement(db, 'UPDATE gateways SET profile = ? WHERE id = ?').run(JSON.stringify(profile), id);
}

/** Removes a gateway (`removedAt` in ms) or, with null, takes that back. The row stays for history. */
export function setGatewayRemoved(db: Db, id: number, removedAt: number | null): void {
  statement(db, 'UPDATE gateways SET removed_at = ? WHERE id = ?').run(removedAt, id);
}

/** Remembers a balance; fractions of a credit are dropped. */
export function saveBalance(db: Db, id: number, credits: number, asOf: number): void {
  statement(db, 'UPDATE gateways SET balance = ?, balance_at = ? WHERE id = ?').run(
    Math.floor(credits),
    asOf,
    id,
  );
}

/** Names of campaigns that would be left without their gateway, at most `limit`. */
export function listCampaignsUsing(db: Db, gatewayId: number, limit: number): string[] {
  return statement<{ name: string }>(
    db,
    `SELECT name FROM campaigns c
     WHERE state IN ('freezing','scheduled','running','paused')
       AND (gateway_id = @gatewayId OR EXISTS (SELECT 1 FROM campaign_gateway_counts k
         WHERE k.campaign_id = c.id AND k.gateway_id = @gatewayId
           AND k.state IN ('queued','sending') AND k.messages > 0))
     ORDER BY id LIMIT @limit`,
  )
    .all({ gatewayId, limit })
    .map((row) => row.name);
}
