import { Agent } from 'undici';
import { invalid, refused } from '#shared/contract/errors.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { api } from '#core/rpc/implement.ts';
import { transaction } from '#core/store/statement.ts';
import { checkGatewayUrl } from '#core/gateways/addresses.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import { listGateways, type StoredGateway } from '#core/gateways/queries.ts';
import { callsBack } from '#core/gateways/registry.ts';
import { fetchCallbacks } from '#core/relay/fetch-callbacks.ts';
import { inboxOf, isRelayKey } from '#core/relay/protocol.ts';
import {
  deleteUnusedRelays,
  findRelay,
  getRelayOf,
  saveRelay,
  setGatewayRelay,
} from '#core/relay/queries.ts';
import { relaySecretKey } from '#core/relay/secret-key.ts';

type RelayDeps = Pick<
  CoreDeps,
  'db' | 'bus' | 'secrets' | 'clock' | 'logger' | 'gateways' | 'gatewayStatus'
>;

const TRY_MS = 10_000;

/** Relays of delivery reports. */
export function createRelaysHandlers(deps: RelayDeps) {
  const { db, bus, gateways, gatewayStatus } = deps;
  const changed = () => bus.publish({ type: 'gateways.changed' });
  return api.relays.router({
    all: api.relays.all.handler(() =>
      listGateways(db).flatMap(({ id }) => {
        const shown = show(deps, id);
        return shown ? [shown] : [];
      }),
    ),
    set: api.relays.set.handler(async ({ input }) => {
      const gateway = requireGateway(db, input.gatewayId);
      assertCallsBack(gateway);
      const url = checkGatewayUrl(input.url, input.allowPlainHttp ?? false, 'relay address');
      const relayId = await saveWithKey(deps, gateway.id, url, input.key);
      await gatewayStatus.relays.sync(relayId);
      await gateways.invalidate(gateway.id);
      await forgetUnused(deps);
      changed();
      const shown = show(deps, gateway.id);
      if (!shown) throw new Error('a relay that was just set is not there');
      return shown;
    }),
    remove: api.relays.remove.handler(async ({ input }) => {
      const gateway = requireGateway(db, input.gatewayId);
      setGatewayRelay(db, gateway.id, null);
      await gatewayStatus.relays.sync();
      await gateways.invalidate(gateway.id);
      await forgetUnused(deps);
      changed();
      return { ok: true as const };
    }),
    callback: api.relays.callback.handler(({ input }) => ({
      url: gatewayStatus.callback(requireGateway(db, input.gatewayId)),
    })),
  });
}

function show({ db, gatewayStatus }: RelayDeps, gatewayId: number) {
  const relay = getRelayOf(db, gatewayId);
  return relay && { gatewayId, url: relay.url, ...gatewayStatus.relays.state(relay.id) };
}

function assertCallsBack(gateway: StoredGateway): void {
  if (callsBack(gateway)) return;
  throw invalid(
    'no-callbacks',
    `Gateway ${gateway.name} does not call back with its delivery reports, so a relay has nothing to take. Nothing was changed.`,
    { name: gateway.name },
  );
}

/** Tries the key, then stores relay and key, both or neither; answers the relay's id. */
async function saveWithKey(
  deps: RelayDeps,
  gatewayId: number,
  url: string,
  givenKey: string | undefined,
): Promise<number> {
  const { db, secrets, clock } = deps;
  const known = findRelay(db, url);
  const kept = known && (await secrets.get(relaySecretKey(known.id)))?.['key'];
  const key = givenKey?.trim() || kept;
  if (key === undefined) {
    throw invalid(
      'relay-key-missing',
      `The relay ${url} is new here, so its key is needed. Nothing was saved; it is in the file relay.key of the relay’s folder.`,
      { url },
    );
  }
  if (!isRelayKey(key)) {
    throw invalid(
      'relay-key',
      'That is no key of a relay. Nothing was saved; take the 43 characters in the file relay.key of the relay’s folder.',
    );
  }
  await assertTakesKey(url, key);
  const inbox = inboxOf(key);
  const relayId = transaction(db, () => {
    const id = saveRelay(db, { url, inbox }, clock.now());
    setGatewayRelay(db, gatewayId, id);
    return id;
  });
  try {
    await secrets.set(relaySecretKey(relayId), { key });
  } catch (error) {
    if (!known) setGatewayRelay(db, gatewayId, null);
    else saveRelay(db, known, clock.now());
    throw error;
  }
  return relayId;
}

/** A relay that cannot be reached now may be set up all the same; one that says no may not. */
async function assertTakesKey(url: string, key: string): Promise<void> {
  const agent = new Agent({
    connections: 1,
    connect: { timeout: TRY_MS, rejectUnauthorized: true },
  });
  const signal = AbortSignal.timeout(TRY_MS);
  const asked = { agent, url, key, epoch: null, after: 0, waitSeconds: 0, signal };
  const result = await fetchCallbacks(asked);
  await agent.destroy();
  if (result.ok || (result.code !== 'relay-key' && result.code !== 'not-a-relay')) return;
  throw refused(result.code, `${result.message} Nothing was saved.`);
}

async function forgetUnused({ db, secrets }: RelayDeps): Promise<void> {
  for (const id of deleteUnusedRelays(db)) await secrets.delete(relaySecretKey(id));
}
