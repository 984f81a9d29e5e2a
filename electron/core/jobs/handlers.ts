import type { CoreDeps } from '#core/core-deps.ts';
import { api } from '#core/rpc/implement.ts';

/** Long work: list, watch, cancel. */
export function createJobsHandlers({ jobs }: Pick<CoreDeps, 'jobs'>) {
  return api.jobs.router({
    list: api.jobs.list.handler(() => jobs.list()),
    get: api.jobs.get.handler(({ input }) => jobs.get(input.jobId)),
    watch: api.jobs.watch.handler(({ input, signal }) => jobs.watch(input.jobId, signal)),
    cancel: api.jobs.cancel.handler(({ input }) => {
      jobs.cancel(input.jobId);
      return { ok: true as const };
    }),
  });
}
