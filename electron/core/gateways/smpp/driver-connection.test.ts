import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { never, smppBed, withOptions } from '#tests/support/smpp-bed.ts';
import { aReceipt, createSmsc } from '#tests/support/smsc.ts';

const bed = smppBed();
describe('a gateway without a session', () => {
  it.each([
    [0x05, 'retryable'],
    [0x08, 'retryable'],
    [0x0d, 'paused'],
    [0x0e, 'paused'],
    [0x0f, 'paused'],
    [0xff, 'paused'],
  ])('that answers %i to the bind: %s, and nothing is submitted', async (status, kind) => {
    bed.smsc.onBind = () => status;
    const driver = bed.open();
    const outcome = await bed.send(driver);
    expect(outcome).toMatchObject({ kind });
    if (kind === 'retryable') expect(outcome).toMatchObject({ unreachable: true });
    expect(await driver.check?.(never)).toMatchObject({ ok: false });
    expect(bed.smsc.submits).toHaveLength(0);
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('that nobody listens for, or whose name is none, is unreachable', async () => {
    const { port } = bed.smsc;
    await bed.smsc.close();
    const refused = await bed.send(bed.open({ baseUrl: `smpp://127.0.0.1:${port}` }));
    expect(refused).toMatchObject({ kind: 'retryable', unreachable: true });
    const unknown = await bed.send(bed.open({ baseUrl: 'smpp://gateway.invalid:2775' }));
    expect(unknown).toMatchObject({ kind: 'retryable', unreachable: true });
    bed.smsc = await createSmsc();
  });

  it.each([
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
    ['sends zeros', Buffer.alloc(64)],
    ['sends an endless PDU', Buffer.from('7fffffff80000009', 'hex')],
    ['breaks off in the middle', Buffer.from('00000011800000', 'hex')],
  ])('that %s is unreachable, and nothing is submitted', async (_name, bytes) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end(bytes);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const outcome = await bed.send(bed.open({ baseUrl: `smpp://127.0.0.1:${port}` }));
    expect(outcome).toMatchObject({ kind: 'retryable', unreachable: true });
    server.close();
  });

  it('has no balance and says so', async () => {
    expect(await bed.open().balance(never)).toMatchObject({ ok: false, code: 'no-balance' });
  });
});

describe('the session', () => {
  it('keeps no more on the way than the window', async () => {
    let most = 0;
    let now = 0;
    bed.smsc.onSubmit = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now--;
      return {};
    };
    const driver = bed.open({ profile: withOptions({ window: 3 }) });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => bed.send(driver)));
    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(most).toBe(3);
  });

  it('comes back by itself and hears receipts again', async () => {
    const driver = bed.open();
    driver.listen?.();
    await vi.waitFor(() => expect(bed.smsc.binds).toHaveLength(1));
    bed.smsc.breakAll();
    await vi.waitFor(() => expect(bed.smsc.binds).toHaveLength(2));
    await bed.smsc.deliver(aReceipt('7', '60123456789'));
    expect(bed.reports).toMatchObject([{ gatewayMessageId: '7', report: 'delivered' }]);
  });

  it('gives a connection up on which nobody answers any more', async () => {
    const driver = bed.open({ timeouts: { enquireMs: 30, connectMs: 60, answerMs: 5_000 } });
    driver.listen?.();
    await vi.waitFor(() => expect(bed.smsc.heard).toContain('enquire_link'));
    expect(bed.smsc.binds).toHaveLength(1);
    bed.smsc.answersEnquiries = false;
    bed.smsc.onSubmit = () => 'silence';
    expect(await bed.send(driver)).toMatchObject({ kind: 'ambiguous', code: 'connection-lost' });
    await vi.waitFor(() => expect(bed.smsc.binds.length).toBeGreaterThan(1));
  });

  it('lets what is on its way end, then says goodbye', async () => {
    bed.smsc.onSubmit = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return {};
    };
    const driver = bed.open();
    const outcome = bed.send(driver);
    await vi.waitFor(() => expect(bed.smsc.submits).toHaveLength(1));
    await driver.close();
    expect(await outcome).toMatchObject({ kind: 'accepted' });
    expect(bed.smsc.heard).toContain('unbind');
    expect(await bed.send(driver)).toMatchObject({ kind: 'retryable', unreachable: true });
  });
});
