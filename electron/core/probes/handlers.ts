import { randomBytes } from 'node:crypto';
import { SiarError, invalid, refused } from '#shared/contract/errors.ts';
import type { ShownExchange } from '#shared/contract/probes.ts';
import { normalisePhone } from '#shared/phone/normalise.ts';
import { prepareMessage } from '#shared/sms/price-prefix.ts';
import { sendTestThrough } from '#core/campaigns/test-send.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { recordBalance } from '#core/credits/balance/record-balance.ts';
import { checkGatewayUrl } from '#core/gateways/addresses.ts';
import { checkGateway, describeCheck } from '#core/gateways/check.ts';
import { checkProfile } from '#core/gateways/edit-profile.ts';
import type { GatewayDriver } from '#core/gateways/gateway-driver.ts';
import type { OpenGateway } from '#core/gateways/gateway-pool.ts';
import { exchange as overTheNetwork } from '#core/gateways/http/exchange.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';
import { GATEWAY_KINDS, kindOf } from '#core/gateways/registry.ts';
import { secretKey } from '#core/gateways/secrets.ts';
import type { RuleCheck, WireExchange } from '#core/gateways/wire.ts';
import { createMask, type Mask } from '#core/gateways/mask-secrets.ts';
import { toReading } from '#core/probes/reading.ts';
import { recordExchanges, standIn, type Recording } from '#core/probes/record-exchange.ts';
import { showExchange, showText } from '#core/probes/show-exchange.ts';
import { api } from '#core/rpc/implement.ts';
import { readSettings } from '#core/settings/handlers.ts';
import { actorOf } from '#core/users/actor.ts';

/** A person waits for it. */
const CHECK_TIMEOUT_MS = 15_000;
/** Stands in for a message's reference where none is sent. */
const NO_REFERENCE = '00000000-0000-7000-8000-000000000000';
const ANYWHERE = 'http://127.0.0.1';

/** Looking at requests and replies of gateways, with every secret covered before it leaves the core. */
export function createProbesHandlers(deps: CoreDeps) {
  return api.probes.router({
    check: api.probes.check.handler(async ({ input }) => {
      try {
        return await check(deps, input);
      } catch (error) {
        // What Siar itself is missing (credentials) is the answer to "does it work?" too.
        if (!(error instanceof SiarError) || input.profile !== undefined) throw error;
        return { ok: false, message: error.message, balance: null, exchanges: [] };
      }
    }),
    send: api.probes.send.handler(async ({ input, context }) => {
      const { gatewayId, ...message } = input;
      const stored = requireGateway(deps.db, gatewayId);
      return watched(deps, stored, async ({ gateway, mask, shown, rules }) => {
        const sent = await sendTestThrough(gateway, deps, message, actorOf(context));
        const { outcome, ...result } = sent;
        return {
          ...result,
          message: showText(result.message, mask),
          exchanges: shown(),
          reading: toReading(outcome, gateway.profile, rules(), mask),
        };
      });
    }),
    preview: api.probes.preview.handler(({ input }) => preview(deps, input)),
  });
}

async function check(
  deps: CoreDeps,
  { gatewayId, profile }: { gatewayId: number; profile?: Record<string, unknown> | undefined },
) {
  const stored = requireGateway(deps.db, gatewayId);
  const tried =
    profile === undefined ? stored : { ...stored, profile: checkProfile(stored, profile) };
  return watched(deps, tried, async ({ gateway, mask, shown }) => {
    const outcome = await checkGateway(gateway.driver, AbortSignal.timeout(CHECK_TIMEOUT_MS));
    if (outcome.ok && outcome.credits !== null && profile === undefined) {
      recordBalance(deps, stored, outcome.credits);
      deps.bus.publish({ type: 'gateways.changed' });
    }
    return {
      ok: outcome.ok,
      // Siar's own sentence holds nothing of the gateway's; the practice gateway's secret is a word in it.
      message: outcome.ok ? describeCheck(stored, outcome) : showText(outcome.reason, mask),
      balance: outcome.ok ? outcome.credits : null,
      exchanges: shown(),
    };
  });
}

type Watched = {
  gateway: OpenGateway;
  mask: Mask;
  /** What went over the wire so far. */
  shown: () => ShownExchange[];
  /** The rules of the profile against the last answer. */
  rules: () => RuleCheck[];
};

/**
 * Opens a gateway so that its requests can be seen, works, and closes what was opened. HTTP goes over
 * connections of its own; a session is the one that is shared, of which its opening is shown, and of what
 * is sent on it only the message that is tried.
 */
async function watched<T>(
  deps: CoreDeps,
  stored: StoredGateway,
  work: (watched: Watched) => Promise<T>,
): Promise<T> {
  const kind = GATEWAY_KINDS[stored.driver];
  const mask = await maskOf(deps, stored);
  if (kind.wire === 'session') {
    const gateway = await deps.gateways.open(stored.id);
    const submits: WireExchange[] = [];
    const shown = () => [gateway.driver.lastOpening?.() ?? [], submits].flat();
    return work({
      gateway: { ...gateway, driver: lookingOn(gateway.driver, (one) => submits.push(one)) },
      mask,
      shown: () => shown().map((one) => showExchange(one, mask)),
      rules: () => [],
    });
  }
  const recording: Recording = { exchanges: [], results: [] };
  const make = recordExchanges(recording, overTheNetwork, deps.clock);
  const gateway = await deps.gateways.openAside(stored, make);
  try {
    return await work({
      gateway,
      mask,
      shown: () => recording.exchanges.map((one) => showExchange(one, mask)),
      rules: () => explain(stored, recording),
    });
  } finally {
    await gateway.driver.close();
  }
}

/** A driver of a session whose requests for this one message are seen; it is not closed. */
function lookingOn(driver: GatewayDriver, watch: (exchange: WireExchange) => void): GatewayDriver {
  return {
    send: (request, signal) => driver.send(request, signal, watch),
    balance: (signal) => driver.balance(signal),
    ...(driver.check && { check: driver.check.bind(driver) }),
    close: () => Promise.resolve(),
  };
}

function explain({ driver, profile }: Pick<StoredGateway, 'driver' | 'profile'>, seen: Recording) {
  const last = seen.results.at(-1);
  return last ? (GATEWAY_KINDS[driver].explain?.(last, profile) ?? []) : [];
}

/** Covers the credentials of a gateway, and the secret part of its address for delivery reports. */
async function maskOf(deps: CoreDeps, stored: StoredGateway): Promise<Mask> {
  const { defaultSecrets } = GATEWAY_KINDS[stored.driver];
  const kept = await readKept(deps, stored.id);
  const callback = deps.gatewayStatus.callback(stored)?.split('/') ?? [];
  const tokens = [stored.dlrToken, ...callback.filter((piece) => /^[\w-]{32,}$/.test(piece))];
  return createMask([...Object.values(kept ?? defaultSecrets ?? {}), ...tokens]);
}

async function readKept({ secrets, logger }: CoreDeps, id: number) {
  try {
    return await secrets.get(secretKey(id));
  } catch (error) {
    // Opening the gateway fails then too, or goes without them; what it says is not hidden by this.
    logger.warn({ err: error, gatewayId: id }, 'the stored credentials cannot be read');
    return undefined;
  }
}

type Draft = {
  driver: StoredGateway['driver'];
  url: string;
  profile: Record<string, unknown>;
  to: string;
  text: string;
  reply?: { status: number; body: string } | undefined;
};

/** Nothing of this leaves: the driver's requests end in a made-up answer, and its credentials are too. */
async function preview(deps: CoreDeps, draft: Draft) {
  const { driver: name, reply } = draft;
  const given = draft.profile['id'];
  const kind = kindOf({ driver: name, profile: { id: typeof given === 'string' ? given : '' } });
  if (kind.wire !== 'http') {
    throw refused(
      'no-preview',
      'This kind of gateway sends no separate requests, so there is none to show beforehand. Nothing was sent; test the gateway instead.',
    );
  }
  const id = typeof draft.profile['id'] === 'string' ? draft.profile['id'] : kind.profile.id;
  const owner = { name: kind.profile.label, driver: name, profile: { id } };
  const profile = checkProfile(owner, draft.profile);
  const baseUrl = checkGatewayUrl(draft.url || (kind.defaultUrl ?? ANYWHERE), true);
  const phone = normalisePhone(draft.to, { country: readSettings(deps.db).country });
  if (!phone.ok)
    throw invalid(phone.code, `${phone.message} Nothing was sent.`, {
      phone: draft.to,
      case: 'number',
    });
  const { text, encoding } = prepareMessage(draft.text, phone.country, profile);
  const fields = [...kind.secretFields, ...kind.optionalSecrets];
  const secrets = Object.fromEntries(
    fields.map((field) => [field, randomBytes(12).toString('hex')]),
  );
  const mask = createMask(Object.values(secrets));
  const recording: Recording = { exchanges: [], results: [] };
  const answer = reply
    ? ({ kind: 'answer', retryAfter: undefined, ...reply } as const)
    : ({ kind: 'failed', code: 'NOT_SENT', sent: false } as const);
  const { clock, logger } = deps;
  const driver = kind.create({
    baseUrl,
    secrets,
    profile,
    dlrCallback: null,
    clock,
    logger,
    onReport: () => Promise.resolve(),
    onIncoming: () => Promise.resolve(),
    exchange: recordExchanges(recording, standIn(answer), clock),
  });
  try {
    const message = { reference: NO_REFERENCE, msisdn: phone.msisdn, text, encoding };
    const outcome = await driver.send(message, AbortSignal.timeout(CHECK_TIMEOUT_MS));
    const rules = explain({ driver: name, profile }, recording);
    return {
      exchanges: recording.exchanges.map((one) => {
        const shown = showExchange(one, mask);
        return reply ? shown : { ...shown, reply: null, failure: null };
      }),
      reading: reply ? toReading(outcome, profile, rules, mask) : null,
    };
  } finally {
    await driver.close();
  }
}
