import { existsSync, statSync } from 'node:fs';
import { refused } from '#shared/contract/errors.ts';
import { countContents } from '#core/backup/queries.ts';
import { PAGES_PER_TURN } from '#core/backup/make-backup.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { assertLocal } from '#core/files/handlers.ts';
import { api } from '#core/rpc/implement.ts';
import { embedSlips } from '#core/top-ups/slips/carry.ts';

/** Copies the database while it is used, with the payment slips in it. What is written meanwhile is in the copy too. */
export function createCopyHandler({ db, dataFolder }: Pick<CoreDeps, 'db' | 'dataFolder'>) {
  return api.host.copyDatabase.handler(async ({ input, context }) => {
    assertLocal(context, 'Copying the database');
    if (existsSync(input.path)) {
      throw refused('file-exists', `${input.path} already exists. Nothing was written.`, {
        path: input.path,
      });
    }
    await db.backup(input.path, { progress: () => PAGES_PER_TURN });
    const carried = await embedSlips(input.path, dataFolder);
    return { bytes: statSync(input.path).size, ...countContents(db), ...carried };
  });
}
