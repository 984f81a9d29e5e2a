import { join } from 'node:path';
import { refused } from '#shared/contract/errors.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { CallContext } from '#core/ports.ts';
import { api } from '#core/rpc/implement.ts';
import type { ShelvedFile } from '#core/files/file-shelf.ts';

/** The spreadsheet that the first-run guide imports. */
const SAMPLE = 'siar-sample-contacts.xlsx';

/** Throws `local-only` unless the caller proved that it can read the data folder. */
export function assertLocal(context: CallContext, what: string): void {
  if (context.trust !== 'local') {
    throw refused('local-only', `${what} is only for the command line on this computer.`);
  }
}

/** Files that are adopted by path, and the sample. Uploads and downloads are the hosts' HTTP routes. */
export function createFilesHandlers({ files, host }: Pick<CoreDeps, 'files' | 'host'>) {
  return api.files.router({
    adopt: api.files.adopt.handler(async ({ input, context }) => {
      assertLocal(context, 'Opening a file by its path');
      return toAnswer(await files.adopt(input.path));
    }),
    adoptSample: api.files.adoptSample.handler(async () =>
      toAnswer(await files.adopt(join(host.samplesFolder, SAMPLE))),
    ),
  });
}

function toAnswer(file: ShelvedFile) {
  return { fileId: file.id, name: file.name, size: file.size };
}
