import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer } from 'node:https';
import { once } from 'node:events';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import { createEsmsDriver } from '#core/gateways/esms/driver.ts';
import { UNTRUSTED_CERT, UNTRUSTED_KEY } from '#tests/support/untrusted-tls.ts';

let requests = 0;
const server = createServer({ key: UNTRUSTED_KEY, cert: UNTRUSTED_CERT }, (_request, response) => {
  requests++;
  response.end('{"status":0}');
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  server.close();
});

it.each(['1', '0'])(
  'hands no message to a server with an untrusted certificate (environment says %s)',
  async (verify) => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = verify;
    const address = server.address();
    const driver = createEsmsDriver({
      baseUrl: `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
      secrets: { apiKey: 'k', apiSecret: 's' },
      profile: ESMS_PROFILE,
      dlrCallback: null,
    });
    const outcome = await driver.send(
      { reference: 'r', msisdn: '60123456789', text: 'RM0.00 x', encoding: 'gsm7' },
      new AbortController().signal,
    );
    await driver.close();
    expect(outcome).toMatchObject({
      kind: 'retryable',
      unreachable: true,
      reason: expect.stringContaining('cannot be trusted'),
    });
    expect(requests).toBe(0);
  },
);
