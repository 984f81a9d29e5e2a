import { beforeEach, describe, expect, it } from 'vitest';
import { toFailure } from '#renderer/lib/failure.ts';
import { CONNECTION_LOST, SwitchingLink } from '#renderer/transport/connection.ts';
import { useConnectionStore } from '#renderer/transport/connection-store.ts';

const options = { context: {} };

/** A link whose calls the test settles by hand. */
function handLink() {
  const calls: { resolve: (value: unknown) => void; reject: (error: unknown) => void }[] = [];
  const call = () =>
    new Promise<unknown>((resolve, reject) => {
      calls.push({ resolve, reject });
    });
  return { calls, call };
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: unknown) => toFailure(error).code,
  );
}

describe('the link that outlives its transports', () => {
  beforeEach(() => useConnectionStore.setState({ status: 'connecting' }));

  it('refuses a call while nothing is open, and says that nothing was done', async () => {
    const link = new SwitchingLink();
    const error: unknown = await link.call(['host', 'now'], undefined, options).catch((e) => e);
    const { code, message, details } = toFailure(error);
    expect(code).toBe(CONNECTION_LOST);
    expect(message).toContain('nothing was done');
    expect(details).toEqual({ asked: false });
  });

  it('ends a call in flight as lost and does not repeat it on the next transport', async () => {
    const link = new SwitchingLink();
    const [first, second] = [handLink(), handLink()];
    link.use(first);
    const call = link.call(['campaigns', 'start'], { id: 1 }, options);
    link.drop(first);
    expect(useConnectionStore.getState().status).toBe('lost');
    link.use(second);
    first.calls[0]?.reject(new Error('closed'));
    expect(await codeOf(call)).toBe(CONNECTION_LOST);
    expect(second.calls).toHaveLength(0);
    expect(useConnectionStore.getState().status).toBe('open');
  });

  it('leaves the core’s own refusals as they are', async () => {
    const link = new SwitchingLink();
    const open = handLink();
    link.use(open);
    const call = link.call(['campaigns', 'start'], { id: 1 }, options);
    open.calls[0]?.reject(new Error('not allowed'));
    await expect(call).rejects.toThrow('not allowed');
  });

  it('ignores the end of a transport that was replaced', () => {
    const link = new SwitchingLink();
    const [old, now] = [handLink(), handLink()];
    link.use(old);
    link.use(now);
    link.drop(old);
    expect(useConnectionStore.getState().status).toBe('open');
  });
});
