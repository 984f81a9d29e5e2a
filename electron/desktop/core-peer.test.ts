import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { invalid } from '#shared/contract/errors.ts';
import { createCorePeer, type CorePeer } from '#desktop/core-peer.ts';

const calls = {
  double: { input: z.strictObject({ n: z.number() }), output: z.object({ n: z.number() }) },
  refuse: { input: z.strictObject({}), output: z.object({}) },
  lie: { input: z.strictObject({}), output: z.object({ n: z.number() }) },
};

/** Two ends joined by structured clones, as Electron joins them. */
function join() {
  const bad: string[] = [];
  const news: unknown[] = [];
  const far: CorePeer<typeof calls> = createCorePeer({
    asks: calls,
    serves: calls,
    answers: {
      double: async ({ n }) => ({ n: n * 2 }),
      refuse: async () => {
        throw invalid('no', 'No, because.', { row: 3 });
      },
      lie: async () => ({ n: Number.NaN }),
    },
    post: (message) => near.receive(structuredClone(message)),
    onNews: (item) => news.push(item),
    onBad: (message) => bad.push(message),
  });
  const near: CorePeer<typeof calls> = createCorePeer({
    asks: calls,
    serves: {},
    answers: {},
    post: (message) => far.receive(structuredClone(message)),
    onNews: () => {},
    onBad: (message) => bad.push(message),
  });
  return { near, far, bad, news };
}

describe('the conversation between main and the core’s process', () => {
  it('answers each question with its own answer', async () => {
    const { near } = join();
    const answers = await Promise.all([1, 2, 3].map((n) => near.ask('double', { n })));
    expect(answers).toEqual([{ n: 2 }, { n: 4 }, { n: 6 }]);
  });

  it('keeps code, kind, sentence and details of a refusal', async () => {
    const { near, bad } = join();
    await expect(near.ask('refuse', {})).rejects.toMatchObject({
      name: 'SiarError',
      code: 'no',
      kind: 'invalid',
      message: 'No, because.',
      details: { row: 3 },
    });
    expect(bad).toEqual([]);
  });

  it('believes no answer of the wrong shape', async () => {
    const { near } = join();
    await expect(near.ask('lie', {})).rejects.toMatchObject({ code: 'internal' });
  });

  it('refuses calls nobody declared and inputs of the wrong shape', async () => {
    const { far, near } = join();
    await expect(far.ask('double', { n: 1 })).rejects.toMatchObject({ code: 'unknown-call' });
    const wrong = near.ask('double', JSON.parse('{"n":"1"}'));
    await expect(wrong).rejects.toMatchObject({ code: 'internal' });
  });

  it('drops what it does not understand and goes on', async () => {
    const { near, far, bad } = join();
    for (const nonsense of [null, 'x', { call: 1 }, { answer: 99, output: 1, more: 2 }]) {
      far.receive(nonsense);
    }
    expect(bad).toHaveLength(4);
    expect(await near.ask('double', { n: 4 })).toEqual({ n: 8 });
  });

  it('passes news on', () => {
    const { near, news } = join();
    near.tell({ any: 'thing' });
    expect(news).toEqual([{ any: 'thing' }]);
  });

  it('fails everything still asked when the other side is gone', async () => {
    const lonely = createCorePeer({
      asks: calls,
      serves: {},
      answers: {},
      post: () => {},
      onNews: () => {},
      onBad: () => {},
    });
    const asked = lonely.ask('double', { n: 1 });
    lonely.close();
    await expect(asked).rejects.toMatchObject({ code: 'core-gone' });
    await expect(lonely.ask('double', { n: 1 })).rejects.toMatchObject({ code: 'core-gone' });
  });
});
