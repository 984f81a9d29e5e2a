import { describe, expect, it } from 'vitest';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { DeliveryReport } from '#core/gateways/gateway-driver.ts';
import { openGateways } from '#core/gateways/test-support.ts';

describe('delivery reports', () => {
  it('reach Siar by themselves from the built-in practice gateway', async () => {
    const { client, pool, sendThrough } = await openGateways();
    const { id } = await client.add({ name: 'Practice', driver: 'practice' });
    // Opened before anyone listens: from then on it must be opened anew, with an address for reports.
    await pool.open(id);
    const reports: [number, DeliveryReport][] = [];
    await pool.startListening((...report) => void reports.push(report));
    const outcome = await sendThrough(id, '60125550003');
    const [message] = await client.practiceInbox();
    expect(message).toMatchObject({ to: '60125550003', text: 'RM0.00 Hai', parts: 1 });
    expect(outcome).toMatchObject({ gatewayMessageId: message?.id });
    await expect
      .poll(() => reports)
      .toMatchObject([[id, { gatewayMessageId: message?.id, report: 'undelivered' }]]);
    const shown = await client.get({ id });
    expect(shown.dlrListening).toBe(true);
    expect(shown.dlrCallback).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/dlr\/••••$/);
  });

  it('arrive for a gateway that was added while Siar listens', async () => {
    const { client, pool, server, sendThrough } = await openGateways();
    const reports: number[] = [];
    await pool.startListening((gatewayId) => void reports.push(gatewayId));
    const { id } = await client.add({
      name: 'Other process',
      driver: 'practice',
      url: server.url,
    });
    await sendThrough(id);
    await expect.poll(() => reports).toEqual([id]);
  });

  it('go missing with a word in the log, and nothing else stops, where the port is taken', async () => {
    const { client, pool, errors, server, sendThrough } = await openGateways();
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await pool.startListening(() => {});
    const { id, dlrListening } = await client.add({
      name: 'G',
      driver: 'practice',
      url: server.url,
      dlrListen: `127.0.0.1:${port}`,
    });
    expect(dlrListening).toBe(false);
    expect(errors.join()).toContain(`Port ${port}`);
    expect(await sendThrough(id)).toMatchObject({ kind: 'accepted' });
    holder.close();
    await once(holder, 'close');
    expect(await client.update({ id, rate: 10 })).toMatchObject({ dlrListening: true });
  });
});
