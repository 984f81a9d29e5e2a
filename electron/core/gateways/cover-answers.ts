import { SENTENCES } from '#shared/said/say.ts';
import { DRIVER_FACTS } from '#shared/gateways/drivers.ts';
import type { GatewayDriver } from '#core/gateways/gateway-driver.ts';
import { createMask, type Mask } from '#core/gateways/mask-secrets.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';
import type { Logger, Secrets } from '#core/ports.ts';

/** Texts covered once and kept: gateways say the same few things again and again. */
const KEPT = 500;
/** Parts of a callback address that let somebody in. */
const TOKEN = /^[\w-]{32,}$/;

/**
 * Covers an account's secrets in what its gateway says, before that becomes a reason or a line of the log: a
 * gateway may repeat a password that it was sent. What may be seen while it is typed (a user name) is no secret
 * here. Neither is one that stands in Siar's own sentences ("password"): covering it there would give it away.
 */
export function createCover(
  { driver, profile, dlrToken }: Pick<StoredGateway, 'driver' | 'profile' | 'dlrToken'>,
  secrets: Secrets,
  callback: string | null,
): Mask {
  const { openSecrets } = DRIVER_FACTS[driver];
  const own = [
    ...Object.values(SENTENCES),
    profile.label,
    ...Object.values(profile.codes).flatMap(({ meaning, advice }) => [meaning, advice]),
  ]
    .join('\n')
    .toLowerCase();
  const hidden = Object.entries(secrets)
    .filter(([field, value]) => !openSecrets.includes(field) && !own.includes(value.toLowerCase()))
    .map(([, value]) => value);
  const tokens = callback?.split('/').filter((piece) => TOKEN.test(piece)) ?? [];
  const mask = createMask([...hidden, dlrToken, ...tokens]);
  const kept = new Map<string, string>();
  return (text, options) => {
    if (options?.cut) return mask(text, options);
    const known = kept.get(text);
    if (known !== undefined) return known;
    const covered = mask(text);
    if (kept.size >= KEPT) kept.clear();
    kept.set(text, covered);
    return covered;
  };
}

/** Where an outcome holds words. */
const WORDS = ['code', 'reason', 'detail'];

/** A driver of which no outcome names a secret in its code, reason or detail. Ids stay as they are. */
export function coverAnswers(driver: GatewayDriver, cover: Mask): GatewayDriver {
  const told = <T extends object>(outcome: T): T => {
    let covered = outcome;
    for (const name of WORDS) {
      const value: unknown = Reflect.get(outcome, name);
      const text = typeof value === 'string' ? cover(value) : value;
      // Hardly ever: an outcome is copied only where it must be, since every message has one.
      if (text !== value) covered = { ...covered, [name]: text };
    }
    return covered;
  };
  const sendBatch = driver.sendBatch?.bind(driver);
  const check = driver.check?.bind(driver);
  const listen = driver.listen?.bind(driver);
  const poll = driver.poll?.bind(driver);
  const lastOpening = driver.lastOpening?.bind(driver);
  const lookUp = driver.lookUp?.bind(driver);
  const submitTemplate = driver.submitTemplate?.bind(driver);
  const { pollBatch, otp } = driver;
  return {
    send: async (request, signal, watch) => told(await driver.send(request, signal, watch)),
    balance: async (signal) => told(await driver.balance(signal)),
    close: () => driver.close(),
    ...(sendBatch && {
      sendBatch: async (batch, signal) => (await sendBatch(batch, signal)).map(told),
    }),
    ...(check && { check: async (signal) => told(await check(signal)) }),
    ...(listen && { listen }),
    ...(lastOpening && { lastOpening }),
    ...(pollBatch !== undefined && { pollBatch }),
    ...(poll && {
      poll: async (ids, signal) => {
        const outcome = await poll(ids, signal);
        return { ...outcome, problem: outcome.problem && told(outcome.problem) };
      },
    }),
    ...(lookUp && {
      lookUp: async (msisdn, signal) => told(await lookUp(msisdn, signal)),
    }),
    ...(submitTemplate && {
      submitTemplate: async (template, signal) => told(await submitTemplate(template, signal)),
    }),
    ...(otp && {
      otp: {
        generate: async (request, signal) => told(await otp.generate(request, signal)),
        verify: async (request, signal) => told(await otp.verify(request, signal)),
      },
    }),
  };
}

/** A log that covers secrets in its texts. */
export function coverLog(logger: Logger, cover: Mask): Logger {
  const covered = (fields: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === 'string' ? cover(value) : value,
      ]),
    );
  return {
    debug: (fields, message) => logger.debug(covered(fields), cover(message)),
    info: (fields, message) => logger.info(covered(fields), cover(message)),
    warn: (fields, message) => logger.warn(covered(fields), cover(message)),
    error: (fields, message) => logger.error(covered(fields), cover(message)),
  };
}
