import { afterEach, beforeEach } from 'vitest';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { smppOptionsSchema, SMPP_PROFILE } from '#shared/gateways/smpp-profile.ts';
import type {
  DeliveryReport,
  GatewayDriver,
  IncomingMessage,
  SendOutcome,
} from '#core/gateways/gateway-driver.ts';
import { createSmppDriver, type SmppDriverOptions } from '#core/gateways/smpp/driver.ts';
import { silentLogger } from '#tests/support/silent-logger.ts';
import { createSmsc, type Smsc } from '#tests/support/smsc.ts';

/** A message centre for each test of a file, the drivers opened on it, and what they reported. */
export type SmppBed = {
  smsc: Smsc;
  reports: DeliveryReport[];
  /** Messages from phones. */
  incoming: IncomingMessage[];
  /** A driver with short waits; it ends with the test. */
  open(options?: Partial<SmppDriverOptions>): GatewayDriver;
  send(
    driver: GatewayDriver,
    fields?: Partial<Parameters<GatewayDriver['send']>[0]>,
    signal?: AbortSignal,
  ): Promise<SendOutcome>;
};

/** A signal that never fires. */
export const never = new AbortController().signal;

/** The profile of the driver with other options. */
export function withOptions(options: Record<string, unknown>, more: Partial<GatewayProfile> = {}) {
  return { ...SMPP_PROFILE, ...more, options: smppOptionsSchema.parse(options) };
}

/** See SmppBed. Call it once, outside the tests. */
export function smppBed(): SmppBed {
  const opened: GatewayDriver[] = [];
  const bed: Omit<SmppBed, 'smsc'> & { smsc: Smsc | undefined } = {
    smsc: undefined,
    reports: [],
    incoming: [],
    open(options = {}) {
      const driver = createSmppDriver({
        baseUrl: bed.smsc?.url ?? '',
        secrets: { systemId: 'shop', password: 'secret' },
        profile: SMPP_PROFILE,
        logger: silentLogger,
        onReport: async (report) => void bed.reports.push(report),
        onIncoming: async (message) => void bed.incoming.push(message),
        timeouts: { connectMs: 1_000, answerMs: 1_000 },
        reconnectMs: [20],
        throttleMs: 20,
        ...options,
      });
      opened.push(driver);
      return driver;
    },
    send(driver, fields = {}, signal = never) {
      const message = {
        reference: 'r',
        msisdn: '60123456789',
        text: 'RM0.00 Hai',
        encoding: 'gsm7' as const,
        ...fields,
      };
      return driver.send(message, signal);
    },
  };
  beforeEach(async () => {
    bed.smsc = await createSmsc();
    bed.reports = [];
    bed.incoming = [];
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((driver) => driver.close()));
    await bed.smsc?.close();
  });
  // There from the first `beforeEach` on.
  return bed as SmppBed;
}
