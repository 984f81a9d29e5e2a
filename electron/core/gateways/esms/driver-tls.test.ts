import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer } from 'node:https';
import { once } from 'node:events';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import { createEsmsDriver } from '#core/gateways/esms/driver.ts';

// A self-signed certificate for 127.0.0.1 and its key, made for this test and used nowhere else.
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9KYopkniaJp4ohcl
/ApYklawk5nSFRlFvtyeliY68dGhRANCAATYFg4aITVERkHYjiZzxppHxPhLr7Sd
YVqylWBB+NhDBdM2ZvMNsmePBHPOwzoBZeeaS6U9UaAcBDDxK+r4AfN3
-----END PRIVATE KEY-----
`;
const CERT = `-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUJRr4EBTbMx6xzZeH34Wda00akO4wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzEyNDEzMloYDzIxMjYxMDMw
MTI0MTMyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATYFg4aITVERkHYjiZzxppHxPhLr7SdYVqylWBB+NhDBdM2ZvMNsmeP
BHPOwzoBZeeaS6U9UaAcBDDxK+r4AfN3o2QwYjAdBgNVHQ4EFgQUmnFjE9vVTOnF
42MXZqvnRg03EEAwHwYDVR0jBBgwFoAUmnFjE9vVTOnF42MXZqvnRg03EEAwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IQDMpqM3/A9onLheVq149390AZpNPyHoVT3qvYEicVTcAgIgJjwz5q6FBcLFjbv2
QfnPfJzglfnzguJktLy1ztyvCYA=
-----END CERTIFICATE-----
`;

let requests = 0;
const server = createServer({ key: KEY, cert: CERT }, (_request, response) => {
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
