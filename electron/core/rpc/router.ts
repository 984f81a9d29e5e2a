import type { CoreDeps } from '#core/core-deps.ts';
import { createFilesHandlers } from '#core/files/handlers.ts';
import { createHostHandlers } from '#core/home/host-handlers.ts';
import { createJobsHandlers } from '#core/jobs/handlers.ts';
import { createSettingsHandlers } from '#core/settings/handlers.ts';

/** Every procedure of the contract, bound to one open data folder. */
export function createRouter(deps: CoreDeps) {
  return {
    files: createFilesHandlers(deps),
    host: createHostHandlers(deps),
    jobs: createJobsHandlers(deps),
    settings: createSettingsHandlers(deps),
  };
}

/** See createRouter. */
export type CoreRouter = ReturnType<typeof createRouter>;
