import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { refused } from '#shared/contract/errors.ts';
import { say } from '#shared/said/say.ts';
import type { Clock, Logger, Secrets, SecretStore } from '#core/ports.ts';
import { coverAnswers, coverLog, createCover } from '#core/gateways/cover-answers.ts';
import type { DeliveryReport, IncomingMessage } from '#core/gateways/gateway-driver.ts';
import type { OpenGateway } from '#core/gateways/gateway-pool.ts';
import type { Exchange } from '#core/gateways/http/exchange.ts';
import type { AcceptedMessage } from '#core/gateways/practice/accepted-log.ts';
import { createOwnPractice } from '#core/gateways/practice/own-practice.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';
import { accountCapabilities, GATEWAY_KINDS, kindOf } from '#core/gateways/registry.ts';
import { missingSecrets, secretKey } from '#core/gateways/secrets.ts';

/** Drivers opened once per gateway, and the built-in practice gateway behind some of them. */
export type DriverCache = {
  /** Throws SiarError `secrets-missing`. `callback` is where reports are asked for. */
  open(stored: StoredGateway, callback: string | null): Promise<OpenGateway>;
  /** A driver beside that one, for who looks at its requests; the caller closes it. Throws as `open`. */
  openAside(
    stored: StoredGateway,
    callback: string | null,
    exchange: Exchange,
  ): Promise<OpenGateway>;
  /** Forgets a driver; it closes by itself once its calls in flight have ended. */
  retire(gatewayId: number): void;
  /** The callback an opened driver gives out, or undefined where none is open. */
  callbackOf(gatewayId: number): string | null | undefined;
  /** Last messages of the built-in practice gateway, newest first. */
  practiceInbox(): AcceptedMessage[];
  /** Lets calls in flight end, then closes every driver and the practice gateway. */
  close(): Promise<void>;
};

type Opened = { gateway: Promise<OpenGateway>; callback: string | null };

/** What comes on sessions; either ends once it is committed, or fails. */
type SessionSinks = {
  onReport: (gatewayId: number, report: DeliveryReport) => Promise<void>;
  /** A message from a phone. */
  onIncoming: (gatewayId: number, message: IncomingMessage) => void;
};

function sinksOf({ onReport, onIncoming }: SessionSinks, id: number) {
  return {
    onReport: (report: DeliveryReport) => onReport(id, report),
    onIncoming: async (message: IncomingMessage) => onIncoming(id, message),
  };
}

type CacheOptions = SessionSinks & {
  secrets: SecretStore;
  clock: Clock;
  logger: Logger;
  /** What a practice gateway inside Siar takes for a message: what its own rates say. */
  practicePrice: (message: {
    gatewayId: number;
    profile: GatewayProfile;
    msisdn: string;
    parts: number;
  }) => number;
};

/** See DriverCache. The practice gateway starts with its first use. */
export function createDriverCache(options: CacheOptions): DriverCache {
  const opened = new Map<number, Opened>();
  const closing = new Set<Promise<void>>();
  const practice = createOwnPractice(options.clock);

  function startPractice({ id, profile }: StoredGateway, callback: string | null) {
    const price = (msisdn: string, parts: number) =>
      options.practicePrice({ gatewayId: id, profile, msisdn, parts });
    return practice.start({ id, profile, callback, price });
  }

  async function openGateway(stored: StoredGateway, callback: string | null, exchange?: Exchange) {
    const kind = kindOf(stored);
    const secrets = (await readSecrets(options, stored)) ?? kind.defaultSecrets ?? {};
    const missing = missingSecrets(stored.driver, secrets);
    if (missing.length > 0) throw secretsMissing(stored.name, missing);
    const baseUrl = stored.url ?? kind.defaultUrl ?? (await startPractice(stored, callback));
    const { id, name, profile, rate, caps } = stored;
    const capabilities = accountCapabilities(stored);
    const cover = createCover(stored, secrets, callback);
    const made = kind.create({
      baseUrl,
      secrets,
      profile,
      dlrCallback: capabilities.reports === 'callback' ? callback : null,
      clock: options.clock,
      logger: coverLog(options.logger, cover),
      cover,
      ...sinksOf(options, id),
      ...(exchange && { exchange }),
    });
    const driver = coverAnswers(made, cover);
    return { id, name, profile, capabilities, rate, caps, practice: kind.practice, driver };
  }

  async function closeLater(gatewayId: number, entry: Opened): Promise<void> {
    try {
      const gateway = await entry.gateway;
      await gateway.driver.close();
    } catch (error) {
      options.logger.debug({ err: error, gatewayId }, 'a gateway that was let go had not opened');
    }
  }

  function retire(gatewayId: number): void {
    const entry = opened.get(gatewayId);
    if (!entry) return;
    opened.delete(gatewayId);
    const closed = closeLater(gatewayId, entry).finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    async open(stored, callback) {
      const known = opened.get(stored.id);
      if (known) return known.gateway;
      const entry = { gateway: openGateway(stored, callback), callback };
      opened.set(stored.id, entry);
      try {
        return await entry.gateway;
      } catch (error) {
        if (opened.get(stored.id) === entry) opened.delete(stored.id);
        throw error;
      }
    },
    openAside: openGateway,
    retire,
    callbackOf: (gatewayId) => opened.get(gatewayId)?.callback,
    practiceInbox: () => practice.inbox(),
    async close() {
      for (const id of opened.keys()) retire(id);
      await Promise.all(closing);
      await practice.close();
    },
  };
}

/** The stored credentials; undefined where there are none, or none are needed and they cannot be read. */
async function readSecrets(
  { secrets, logger }: { secrets: SecretStore; logger: Logger },
  { id, driver }: StoredGateway,
): Promise<Secrets | undefined> {
  try {
    return await secrets.get(secretKey(id));
  } catch (error) {
    // Practising must work on a computer whose keychain does not.
    if (GATEWAY_KINDS[driver].defaultSecrets === undefined) throw error;
    logger.warn({ err: error, gatewayId: id }, 'the stored credentials cannot be read');
    return undefined;
  }
}

function secretsMissing(name: string, missing: string[]) {
  return refused(
    'secrets-missing',
    say('secrets-missing', { gateway: name, fields: missing.join(', ') }),
    { missing },
  );
}
