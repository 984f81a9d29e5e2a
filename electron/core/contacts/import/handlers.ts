import { failed } from '#shared/contract/errors.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { api } from '#core/rpc/implement.ts';

/** Spreadsheet import. */
export function createImportsHandlers(
  _deps: Pick<CoreDeps, 'db' | 'bus' | 'clock' | 'jobs' | 'files'>,
) {
  const later = () => failed('not-ready', 'Import is not ready yet.');
  return api.imports.router({
    inspect: api.imports.inspect.handler(() => {
      throw later();
    }),
    preview: api.imports.preview.handler(() => {
      throw later();
    }),
    start: api.imports.start.handler(() => {
      throw later();
    }),
  });
}
