import { describe, expect, it, vi } from 'vitest';
import { never, smppBed } from '#tests/support/smpp-bed.ts';

const bed = smppBed();
describe('credentials that SMPP cannot carry', () => {
  it('pause with what to do, name no part of them, and open no session', async () => {
    for (const secrets of [
      { systemId: 'shop', password: 'hush-much-too-long' },
      { systemId: '密码店', password: 'hush' },
    ]) {
      const driver = bed.open({ secrets });
      const outcome = await bed.send(driver);
      expect(outcome).toMatchObject({ kind: 'paused', pauseReason: 'credentials' });
      expect(JSON.stringify(outcome)).not.toMatch(/hush|密|could not be reached/);
      expect(await driver.check?.(never)).toMatchObject({ ok: false, code: 'unwritable' });
    }
    expect(bed.smsc.binds).toEqual([]);
  });
});

describe('what an answer means', () => {
  it.each([
    [0x01, 'rejected'],
    [0x03, 'paused'],
    [0x08, 'retryable'],
    [0x0a, 'paused'],
    [0x0b, 'rejected'],
    [0x14, 'rate-limited'],
    [0x45, 'rejected'],
    [0x58, 'rate-limited'],
    [0x64, 'retryable'],
    [0x65, 'rejected'],
    [0xff, 'rejected'],
    [0x0400, 'rejected'],
  ])('command_status %i is %s', async (status, kind) => {
    bed.smsc.onSubmit = () => ({ status });
    expect(await bed.send(bed.open())).toMatchObject({ kind });
    expect(bed.smsc.submits).toHaveLength(1);
  });

  it('waits longer each time the gateway says that it is too fast, until it takes one', async () => {
    const driver = bed.open();
    bed.smsc.onSubmit = () => ({ status: 0x58 });
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      const outcome = await bed.send(driver);
      if (outcome.kind !== 'rate-limited') throw new Error(outcome.kind);
      waits.push(outcome.retryAfterMs);
      await new Promise((resolve) => setTimeout(resolve, outcome.retryAfterMs + 1));
    }
    expect(waits).toEqual([20, 40, 80]);
    bed.smsc.onSubmit = () => ({});
    await bed.send(driver);
    bed.smsc.onSubmit = () => ({ status: 0x58 });
    expect(await bed.send(driver)).toMatchObject({ retryAfterMs: 20 });
  });

  it('an answer that never comes makes the message uncertain', async () => {
    bed.smsc.onSubmit = () => 'silence';
    const driver = bed.open({ timeouts: { answerMs: 50 } });
    expect(await bed.send(driver)).toMatchObject({ kind: 'ambiguous', code: 'timeout' });
  });

  it('a break after the submit makes every message on its way uncertain', async () => {
    let taken = 0;
    bed.smsc.onSubmit = () => (++taken < 3 ? 'silence' : 'reset');
    const driver = bed.open();
    const outcomes = await Promise.all([1, 2, 3].map(() => bed.send(driver)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['ambiguous', 'ambiguous', 'ambiguous']);
    bed.smsc.onSubmit = () => ({});
    await vi.waitFor(async () =>
      expect(await bed.send(driver)).toMatchObject({ kind: 'accepted' }),
    );
  });

  it('a stop before the submit leaves the message queued, and one after it makes it uncertain', async () => {
    const driver = bed.open();
    const before = await bed.send(driver, {}, AbortSignal.abort());
    expect(before).toMatchObject({ kind: 'retryable', code: 'interrupted', unreachable: false });
    expect(bed.smsc.submits).toHaveLength(0);
    const stop = new AbortController();
    bed.smsc.onSubmit = () => {
      stop.abort();
      return 'silence';
    };
    expect(await bed.send(driver, {}, stop.signal)).toMatchObject({
      kind: 'ambiguous',
      code: 'interrupted',
    });
  });

  it('sends nothing of a text with a character that GSM does not have', async () => {
    expect(await bed.send(bed.open(), { text: 'ç' })).toMatchObject({
      kind: 'rejected',
      code: 'unsendable',
    });
    expect(bed.smsc.submits).toHaveLength(0);
  });
});
