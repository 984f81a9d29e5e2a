import { afterEach, describe, expect, it } from 'vitest';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import type { Logger } from '#core/ports.ts';
import { createDlrListener } from '#core/gateways/dlr-listener.ts';
import { parseReportTime, readEsmsCallback } from '#core/gateways/esms/callback.ts';
import type { DeliveryReport } from '#core/gateways/gateway-driver.ts';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const TOKEN = 'k'.repeat(43);
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

async function listener(onReport: (report: DeliveryReport) => void = () => {}) {
  const open = await createDlrListener({ host: '127.0.0.1', port: 0, logger: quiet });
  cleanups.push(() => open.close());
  const route = { gatewayId: 1, token: TOKEN, profile: ESMS_PROFILE, read: readEsmsCallback };
  open.setRoutes([{ ...route, onReport, onIncoming() {}, onLookUp() {}, onTemplate() {} }]);
  return { ...open, url: `http://127.0.0.1:${open.port}` };
}

describe('delivery-report listener', () => {
  it('says received only after the report was recorded', async () => {
    const reports: DeliveryReport[] = [];
    const { url } = await listener((report) => reports.push(report));
    const query = 'msgId=88ce9c6e-1707&s=DELIVRD&t=20161231235959';
    const response = await fetch(`${url}/dlr/${TOKEN}?${query}`);
    expect(response.status).toBe(200);
    expect(reports).toEqual([
      {
        gatewayMessageId: '88ce9c6e-1707',
        report: 'delivered',
        reportedAt: Date.UTC(2016, 11, 31, 15, 59, 59),
      },
    ]);
  });

  it('asks for another try when the report could not be recorded', async () => {
    const { url } = await listener(() => {
      throw new Error('disk full');
    });
    expect((await fetch(`${url}/dlr/${TOKEN}?msgId=1&s=UNDELIV`)).status).toBe(503);
  });

  it.each([
    ['/', 'GET', 404],
    ['/dlr/', 'GET', 404],
    [`/dlr/${'x'.repeat(43)}?msgId=1&s=DELIVRD`, 'GET', 404],
    [`/dlr/${TOKEN}x?msgId=1&s=DELIVRD`, 'GET', 404],
    [`/dlr/${TOKEN}/more?msgId=1&s=DELIVRD`, 'GET', 400],
    [`/dlr/${TOKEN}?msgId=1&s=DELIVRD`, 'POST', 400],
    [`/dlr/${TOKEN}?msgId=1&s=DELIVRD`, 'PUT', 404],
    [`/dlr/${TOKEN}?s=DELIVRD`, 'GET', 400],
    [`/dlr/${TOKEN}?msgId=${'9'.repeat(201)}&s=DELIVRD`, 'GET', 400],
    [`/dlr/${TOKEN}?msgId=1&s=SOMEDAY`, 'GET', 200],
    [`/dlr/${TOKEN}?msgId=1&s=constructor`, 'GET', 200],
  ])('records nothing for %s by %s: HTTP %i', async (path, method, status) => {
    let reports = 0;
    const { url } = await listener(() => {
      reports++;
    });
    expect((await fetch(url + path, { method })).status).toBe(status);
    expect(reports).toBe(0);
  });

  it('reads no more of a body than a report can have', async () => {
    const { url } = await listener();
    const body = 'x'.repeat(70_000);
    expect((await fetch(`${url}/dlr/${TOKEN}`, { method: 'POST', body })).status).toBe(413);
  });

  it('names the port that another program holds', async () => {
    const { port } = await listener();
    const attempt = createDlrListener({ host: '127.0.0.1', port, logger: quiet });
    await expect(attempt).rejects.toMatchObject({ code: 'port-in-use' });
  });
});

describe('parseReportTime', () => {
  it.each(['', '2016', '20160230120000', '20161301000000', '20160101250000', '2016010112000x'])(
    'takes %j for no moment',
    (text) => {
      expect(parseReportTime(text)).toBeNull();
    },
  );
});
