import { describe, expect, it } from 'vitest';
import { invalid } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { createJobRunner } from '#core/jobs/job-runner.ts';
import { systemClock } from '#core/ports.ts';
import { createEventBus } from '#core/rpc/event-bus.ts';

const logger = { debug() {}, info() {}, warn() {}, error() {} };

function aRunner() {
  const bus = createEventBus(() => {});
  return createJobRunner({ clock: systemClock, logger, bus });
}

async function lastOf(jobs: AsyncGenerator<Job>): Promise<Job | undefined> {
  let last: Job | undefined;
  for await (const job of jobs) last = job;
  return last;
}

describe('jobs', () => {
  it('tell how they ended: a result, a sentence, or no internals', async () => {
    const runner = aRunner();
    const done = runner.start('export', 'a', () => Promise.resolve({ rows: 3 }));
    const refused = runner.start('import', 'b', () =>
      Promise.reject(invalid('bad-file', 'Bad file.')),
    );
    const broken = runner.start('import', 'c', () => Promise.reject(new Error('SELECT secret')));
    expect(await lastOf(runner.watch(done.id))).toMatchObject({
      state: 'done',
      result: { rows: 3 },
    });
    expect(await lastOf(runner.watch(refused.id))).toMatchObject({
      state: 'failed',
      error: { code: 'bad-file', message: 'Bad file.' },
    });
    const last = await lastOf(runner.watch(broken.id));
    expect(last).toMatchObject({ state: 'failed', error: { code: 'internal' } });
    expect(JSON.stringify(last)).not.toContain('SELECT');
  });

  it('stop at a safe point when cancelled, and keep what was done', async () => {
    const runner = aRunner();
    const job = runner.start('import', 'a', async (handle) => {
      let rows = 0;
      while (!handle.signal.aborted) {
        rows += 1;
        handle.progress(rows, 10);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return { rows };
    });
    runner.cancel(job.id);
    const last = await lastOf(runner.watch(job.id));
    expect(last?.state).toBe('cancelled');
    expect(last?.result).toMatchObject({ rows: expect.any(Number) });
  });

  it('are all cancelled and waited for when the core stops', async () => {
    const runner = aRunner();
    const ended: string[] = [];
    for (const name of ['a', 'b']) {
      runner.start('export', name, async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ended.push(name);
      });
    }
    await runner.stop();
    expect(ended).toEqual(['a', 'b']);
    expect(runner.list().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  it('are forgotten one day, in a sentence', () => {
    expect(() => aRunner().get('gone')).toThrow('no longer known');
  });
});
