import { invalid, refused } from '#shared/contract/errors.ts';
import type { RoutingRuleLine } from '#shared/contract/routing.ts';
import { normalisePhone } from '#shared/phone/normalise.ts';
import { coveredBy } from '#shared/routing/covered.ts';
import { readMatch } from '#shared/routing/read-match.ts';
import { findRule, type RouteMatch } from '#shared/routing/rules.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import {
  deleteRule,
  insertRule,
  listRules,
  orderRules,
  updateRule,
  type StoredRule,
} from '#core/routing/queries.ts';
import { api } from '#core/rpc/implement.ts';
import { readSettings } from '#core/settings/handlers.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

/** More than anybody can oversee. */
const MOST_RULES = 500;

/** The ordered rules that decide by which gateway a number is sent to, and trying one number. */
export function createRoutingHandlers(deps: Pick<CoreDeps, 'db' | 'clock' | 'bus'>) {
  const { db, clock, bus } = deps;
  const changed = () => bus.publish({ type: 'gateways.changed' });
  const one = (id: number) => requireLine(db, id);
  return api.routing.router({
    all: api.routing.all.handler(() => readLines(db)),
    add: api.routing.add.handler(({ input }) => {
      const id = transaction(db, () => {
        const rules = listRules(db);
        if (rules.length >= MOST_RULES) {
          throw refused(
            'too-many-rules',
            `There are ${MOST_RULES} rules already. Nothing was saved; take some away first.`,
            { most: MOST_RULES },
          );
        }
        const match = parseMatch(input);
        assertNew(rules, match, null);
        assertRoutable(db, input.gatewayId);
        const { gatewayId, enabled } = input;
        const made = insertRule(db, { ...match, gatewayId, enabled }, clock.now());
        if (input.at !== undefined) place(db, made, input.at);
        return made;
      });
      changed();
      return one(id);
    }),
    update: api.routing.update.handler(({ input }) => {
      transaction(db, () => {
        const rules = listRules(db);
        const before = requireRule(rules, input.id);
        const isRewritten = input.country !== undefined || input.prefix !== undefined;
        const match = isRewritten ? parseMatch(input) : before;
        assertNew(rules, match, before.id);
        const gatewayId = input.gatewayId ?? before.gatewayId;
        if (gatewayId !== before.gatewayId) assertRoutable(db, gatewayId);
        const { country, prefix } = match;
        const enabled = input.enabled ?? before.enabled;
        updateRule(db, before.id, { country, prefix, gatewayId, enabled });
      });
      changed();
      return one(input.id);
    }),
    move: api.routing.move.handler(({ input }) => {
      transaction(db, () => {
        requireRule(listRules(db), input.id);
        place(db, input.id, input.to);
      });
      changed();
      return readLines(db);
    }),
    remove: api.routing.remove.handler(({ input }) => {
      if (!deleteRule(db, input.id)) throw noSuchRule(input.id);
      changed();
      return { ok: true as const };
    }),
    try: api.routing.try.handler(({ input }) => {
      const phone = normalisePhone(input.number, { country: readSettings(db).country });
      if (!phone.ok)
        throw invalid(phone.code, phone.message, { phone: input.number, case: 'number' });
      const { msisdn, country } = phone;
      const rule = findRule(readLines(db), { msisdn, country }) ?? null;
      return { msisdn, country, rule };
    }),
  });
}

/** Every rule as people see it. */
export function readLines(db: Db): RoutingRuleLine[] {
  const rules = listRules(db);
  const positions = new Map(rules.map((rule, index) => [rule.id, index + 1]));
  return rules.map((rule, index) => {
    const earlier = coveredBy(rules, index);
    return {
      ...rule,
      position: index + 1,
      coveredBy: (earlier && positions.get(earlier.id)) ?? null,
    };
  });
}

function requireLine(db: Db, id: number): RoutingRuleLine {
  const line = readLines(db).find((rule) => rule.id === id);
  if (!line) throw noSuchRule(id);
  return line;
}

function requireRule(rules: readonly StoredRule[], id: number): StoredRule {
  const rule = rules.find((known) => known.id === id);
  if (!rule) throw noSuchRule(id);
  return rule;
}

function noSuchRule(id: number) {
  return invalid(
    'no-such-rule',
    `There is no routing rule ${id} (any more). Nothing was changed.`,
    { id },
  );
}

function parseMatch(written: Parameters<typeof readMatch>[0]): RouteMatch {
  const read = readMatch(written);
  if (read.ok) return read.match;
  const { code, message, field, details } = read.problem;
  throw invalid(code, `${message} Nothing was saved.`, { field, ...details });
}

/** The second of two rules for the same numbers would never get its turn. */
function assertNew(rules: readonly StoredRule[], match: RouteMatch, ownId: number | null): void {
  const index = rules.findIndex(
    ({ id, country, prefix }) =>
      id !== ownId && country === match.country && prefix === match.prefix,
  );
  const same = rules[index];
  if (!same) return;
  const what = match.country ?? `numbers that begin with ${match.prefix ?? ''}`;
  throw refused(
    'rule-exists',
    `Rule ${index + 1} already sends ${what} by ${same.gatewayName}. Nothing was saved; change that rule.`,
    { id: same.id, position: index + 1, numbers: what, gateway: same.gatewayName },
  );
}

/** Rules never lead to practice: people would think that they were written to. */
function assertRoutable(db: Db, gatewayId: number): void {
  const { name, driver } = requireGateway(db, gatewayId);
  if (!GATEWAY_KINDS[driver].practice) return;
  throw refused(
    'practice-gateway',
    `${name} is a practice gateway: what goes there reaches nobody, so no rule may lead to it. Nothing was saved; choose a real gateway.`,
    { name, gatewayId },
  );
}

function place(db: Db, id: number, position: number): void {
  const others = listRules(db)
    .map((rule) => rule.id)
    .filter((other) => other !== id);
  others.splice(position - 1, 0, id);
  orderRules(db, others);
}
