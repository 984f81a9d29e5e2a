import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMPP_PROFILE } from '#shared/gateways/smpp-profile.ts';
import type { GatewayDriver } from '#core/gateways/gateway-driver.ts';
import { createSmppDriver } from '#core/gateways/smpp/driver.ts';
import { silentLogger } from '#tests/support/silent-logger.ts';
import { createSmsc, type Smsc } from '#tests/support/smsc.ts';
import { UNTRUSTED_CERT, UNTRUSTED_KEY } from '#tests/support/untrusted-tls.ts';

let smsc: Smsc;
let driver: GatewayDriver | undefined;
const trusted = getCACertificates('default');

beforeEach(async () => {
  smsc = await createSmsc({ key: UNTRUSTED_KEY, cert: UNTRUSTED_CERT });
});
afterEach(async () => {
  setDefaultCACertificates(trusted);
  await driver?.close();
  await smsc.close();
});

function open(baseUrl = smsc.url): GatewayDriver {
  return (driver = createSmppDriver({
    baseUrl,
    secrets: { systemId: 'shop', password: 'secret' },
    profile: SMPP_PROFILE,
    logger: silentLogger,
    onReport: async () => {},
    onIncoming: async () => {},
    timeouts: { connectMs: 2_000, answerMs: 2_000 },
  }));
}

const send = (by: GatewayDriver) =>
  by.send(
    { reference: 'r', msisdn: '60123456789', text: 'RM0.00 Hai', encoding: 'gsm7' },
    new AbortController().signal,
  );

describe('SMPP over TLS', () => {
  it('binds and sends where an authority that this computer trusts vouches for the gateway', async () => {
    setDefaultCACertificates([...trusted, UNTRUSTED_CERT]);
    expect(await send(open())).toMatchObject({ kind: 'accepted' });
    expect(smsc.binds).toMatchObject([{ system_id: 'shop', password: 'secret' }]);
    expect(smsc.submits).toHaveLength(1);
  });

  it('sends nothing, not even the password, to a gateway that nobody vouches for', async () => {
    const outcome = await send(open());
    expect(outcome).toMatchObject({ kind: 'retryable', unreachable: true });
    expect('reason' in outcome && outcome.reason).toMatch(
      /^SMPP gateway could not be reached \(its certificate or encryption cannot be trusted, \w+\)\. Nothing was sent and nothing was charged\.$/,
    );
    expect(smsc.binds).toEqual([]);
    expect(smsc.submits).toEqual([]);
  });

  it('cannot be talked into trusting by the environment', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await send(open())).toMatchObject({ kind: 'retryable', unreachable: true });
      expect(smsc.binds).toEqual([]);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  it('is not mistaken for plain SMPP', async () => {
    const outcome = await send(open(smsc.url.replace('smpps:', 'smpp:')));
    expect(outcome).toMatchObject({ kind: 'retryable', unreachable: true });
    expect(smsc.binds).toEqual([]);
  });
});
