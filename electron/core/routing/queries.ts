import type { RoutingRule } from '#shared/routing/rules.ts';
import type { Db } from '#core/store/db.ts';
import { statement, transaction } from '#core/store/statement.ts';

/** A rule as stored, with its gateway's name. */
export type StoredRule = RoutingRule & { id: number; gatewayName: string };

type Row = {
  id: number;
  country: string | null;
  prefix: string | null;
  gateway_id: number;
  gateway_name: string;
  enabled: 0 | 1;
};

/** Every rule, in the order in which they are asked. */
export function listRules(db: Db): StoredRule[] {
  return statement<Row>(
    db,
    `SELECT r.id, r.country, r.prefix, r.gateway_id, g.name AS gateway_name, r.enabled
     FROM routing_rules r JOIN gateways g ON g.id = r.gateway_id ORDER BY r.position, r.id`,
  )
    .all()
    .map(({ id, country, prefix, gateway_id: gatewayId, gateway_name: gatewayName, enabled }) => ({
      id,
      country,
      prefix,
      gatewayId,
      gatewayName,
      enabled: enabled === 1,
    }));
}

/** Stores a rule behind the others and answers its id. */
export function insertRule(db: Db, rule: RoutingRule, now: number): number {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO routing_rules (position, country, prefix, gateway_id, enabled, created_at)
     SELECT coalesce(max(position), 0) + 1, ?, ?, ?, ?, ? FROM routing_rules`,
  ).run(rule.country, rule.prefix, rule.gatewayId, rule.enabled ? 1 : 0, now);
  return Number(lastInsertRowid);
}

/** Changes what a rule says; its place stays. */
export function updateRule(db: Db, id: number, rule: RoutingRule): void {
  statement(
    db,
    'UPDATE routing_rules SET country = ?, prefix = ?, gateway_id = ?, enabled = ? WHERE id = ?',
  ).run(rule.country, rule.prefix, rule.gatewayId, rule.enabled ? 1 : 0, id);
}

/** Gives the rules this order. */
export function orderRules(db: Db, ids: readonly number[]): void {
  const place = statement(db, 'UPDATE routing_rules SET position = ? WHERE id = ?');
  transaction(db, () => {
    for (const [index, id] of ids.entries()) place.run(index + 1, id);
  });
}

/** Takes a rule away; answers whether it was there. */
export function deleteRule(db: Db, id: number): boolean {
  return statement(db, 'DELETE FROM routing_rules WHERE id = ?').run(id).changes === 1;
}

/** Positions of the rules that name a gateway, from 1. */
export function positionsOf(db: Db, gatewayId: number): number[] {
  return listRules(db).flatMap((rule, index) => (rule.gatewayId === gatewayId ? [index + 1] : []));
}
