import { SiarError, failed, refused } from '#shared/contract/errors.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { readPolls } from '#core/delivery/poll-queries.ts';
import { recordBalance } from '#core/credits/balance/record-balance.ts';
import { api } from '#core/rpc/implement.ts';
import { checkGateway, describeCheck, type GatewayCheck } from '#core/gateways/check.ts';
import { changeProfile, checkProfile, shippedProfile } from '#core/gateways/edit-profile.ts';
import { addGateway, assertSecretsFit, changeGateway } from '#core/gateways/edit.ts';
import type { BalanceOutcome } from '#core/gateways/gateway-driver.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import {
  listCampaignsUsing,
  listGateways,
  setGatewayRemoved,
  type StoredGateway,
} from '#core/gateways/queries.ts';
import { accountCapabilities, GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { positionsOf } from '#core/routing/queries.ts';
import { secretKey } from '#core/gateways/secrets.ts';
import type { CallContext, Secrets } from '#core/ports.ts';
import { actorOf, assertSeesHouse, seesHouse } from '#core/users/actor.ts';
import { mayReadPractice } from '#core/users/practice-scope.ts';

/** What gateways need of the core. */
export type GatewayHandlerDeps = Pick<
  CoreDeps,
  'db' | 'bus' | 'secrets' | 'clock' | 'logger' | 'gateways' | 'gatewayStatus'
>;

/** A balance is wanted by a person who waits. */
const BALANCE_TIMEOUT_MS = 15_000;
const NAMES_SHOWN = 3;
/** 256 bits in base64url: whoever knows it can report deliveries. */
const SECRET_PART = /[\w-]{43}/g;

/** Gateways: accounts, their credentials, their state. */
export function createGatewaysHandlers(deps: GatewayHandlerDeps) {
  const { db, bus, clock, gateways, gatewayStatus } = deps;
  const show = (gateway: StoredGateway) => toGateway(deps, gateway);
  const showTo = async (context: CallContext, gateway: StoredGateway) => ({
    ...(await show(gateway)),
    ...(seesHouse(context) ? {} : { balance: null }),
  });
  const changed = () => bus.publish({ type: 'gateways.changed' });
  return api.gateways.router({
    all: api.gateways.all.handler(({ context }) =>
      Promise.all(listGateways(db).map((gateway) => showTo(context, gateway))),
    ),
    get: api.gateways.get.handler(({ input, context }) =>
      showTo(context, requireGateway(db, input.id)),
    ),
    add: api.gateways.add.handler(async ({ input }) => {
      const id = await addGateway(deps, input);
      await gateways.invalidate(id);
      changed();
      return show(requireGateway(db, id));
    }),
    update: api.gateways.update.handler(async ({ input }) => {
      await changeGateway(deps, requireGateway(db, input.id), input);
      await gateways.invalidate(input.id);
      changed();
      return show(requireGateway(db, input.id));
    }),
    saveProfile: api.gateways.saveProfile.handler(async ({ input }) => {
      const gateway = requireGateway(db, input.id);
      const profile = input.profile === 'shipped' ? shippedProfile(gateway) : input.profile;
      const secrets = await keptSecrets(deps, gateway.id);
      assertSecretsFit({ ...gateway, profile: checkProfile(gateway, profile) }, secrets);
      changeProfile(db, gateway, profile);
      await gateways.invalidate(input.id);
      changed();
      return show(requireGateway(db, input.id));
    }),
    remove: api.gateways.remove.handler(async ({ input }) => {
      await removeGateway(deps, requireGateway(db, input.id));
      changed();
      return { ok: true as const };
    }),
    test: api.gateways.test.handler(async ({ input }) => {
      const gateway = requireGateway(db, input.id);
      try {
        const outcome = await testGateway(deps, gateway);
        if (!outcome.ok) return { ok: false, message: outcome.reason, balance: null };
        changed();
        return {
          ok: true,
          message: describeCheck(gateway, outcome),
          balance: outcome.credits,
        };
      } catch (error) {
        if (error instanceof SiarError) return { ok: false, message: error.message, balance: null };
        throw error;
      }
    }),
    balance: api.gateways.balance.handler(async ({ input, context }) => {
      assertSeesHouse(context);
      const gateway = requireGateway(db, input.id);
      const outcome = await askBalance(deps, gateway);
      if (!outcome.ok) {
        throw failed('balance-unavailable', `Gateway ${gateway.name}: ${outcome.reason}`, {
          name: gateway.name,
          reason: outcome.reason,
          gatewayCode: outcome.code,
        });
      }
      changed();
      return { balance: outcome.credits, asOf: clock.now() };
    }),
    practiceInbox: api.gateways.practiceInbox.handler(({ context }) =>
      gatewayStatus
        .practiceInbox()
        .filter(({ id }) => mayReadPractice(db, actorOf(context), id))
        .map(({ id, to, text, parts, at }) => ({ id, to, text, parts, at: Math.trunc(at) })),
    ),
  });
}

async function askBalance(
  deps: GatewayHandlerDeps,
  gateway: StoredGateway,
): Promise<BalanceOutcome> {
  const { driver } = await deps.gateways.open(gateway.id);
  const outcome = await driver.balance(AbortSignal.timeout(BALANCE_TIMEOUT_MS));
  if (!outcome.ok) return outcome;
  recordBalance(deps, gateway, outcome.credits);
  return outcome;
}

async function testGateway(
  deps: GatewayHandlerDeps,
  gateway: StoredGateway,
): Promise<GatewayCheck> {
  const { driver } = await deps.gateways.open(gateway.id);
  const outcome = await checkGateway(driver, AbortSignal.timeout(BALANCE_TIMEOUT_MS));
  if (outcome.ok && outcome.credits !== null) {
    recordBalance(deps, gateway, outcome.credits);
  }
  return outcome;
}

async function removeGateway(deps: GatewayHandlerDeps, gateway: StoredGateway): Promise<void> {
  const { db, secrets, clock } = deps;
  const { id, name } = gateway;
  const users = listCampaignsUsing(db, id, NAMES_SHOWN);
  if (users.length > 0) {
    throw refused(
      'gateway-in-use',
      `Gateway ${name} still has messages to send for ${users.join(', ')}. Nothing was removed; let the campaign finish or stop it first.`,
      { name, campaigns: users },
    );
  }
  const positions = positionsOf(db, id);
  if (positions.length > 0) {
    throw refused(
      'gateway-in-rules',
      `Routing rule ${positions.join(', ')} sends by ${name}. Nothing was removed; change or remove the rule first, so that you decide what sends those messages instead.`,
      { name, positions },
    );
  }
  setGatewayRemoved(db, id, clock.now());
  try {
    await secrets.delete(secretKey(id));
  } catch (error) {
    // Credentials must not outlive their gateway unseen.
    setGatewayRemoved(db, id, null);
    throw error;
  }
  await deps.gateways.invalidate(id);
}

async function toGateway(deps: GatewayHandlerDeps, gateway: StoredGateway) {
  const { dlrToken: _secret, ...shown } = gateway;
  const { practice } = GATEWAY_KINDS[gateway.driver];
  const callback = deps.gatewayStatus.callback(gateway);
  return {
    ...shown,
    secretsSet: await hasSecrets(deps, gateway.id),
    dlrCallback: callback?.replaceAll(SECRET_PART, '••••') ?? null,
    dlrListening: deps.gatewayStatus.isListening(gateway),
    reportsProblem: deps.gatewayStatus.reportsProblem(gateway),
    polling: showPolling(deps, gateway),
    capabilities: accountCapabilities(gateway),
    practice,
  };
}

/** How asking for reports goes; null where reports come another way. */
function showPolling({ db, gatewayStatus }: GatewayHandlerDeps, gateway: StoredGateway) {
  if (accountCapabilities(gateway).reports !== 'poll') return null;
  const { answeredAt, problem } = gatewayStatus.polling(gateway.id);
  const { waiting, nextAt } = readPolls(db, gateway.id);
  const later = problem && nextAt !== null ? Math.max(problem.nextAt, nextAt) : nextAt;
  return {
    waiting,
    answeredAt: answeredAt === null ? null : Math.trunc(answeredAt),
    nextAt: later === null ? null : Math.trunc(later),
    problem: problem && { code: problem.code, message: problem.message },
  };
}

/** What is stored, to be held against a profile; nothing where it cannot be read: using it tells then. */
async function keptSecrets({ secrets, logger }: GatewayHandlerDeps, id: number): Promise<Secrets> {
  try {
    return (await secrets.get(secretKey(id))) ?? {};
  } catch (error) {
    logger.warn({ err: error }, 'the stored credentials cannot be read');
    return {};
  }
}

/** An unreadable secret store must not hide the gateways; using one tells what is wrong. */
async function hasSecrets({ secrets, logger }: GatewayHandlerDeps, id: number): Promise<boolean> {
  try {
    return (await secrets.get(secretKey(id))) !== undefined;
  } catch (error) {
    logger.warn({ err: error }, 'the stored credentials cannot be read');
    return false;
  }
}
