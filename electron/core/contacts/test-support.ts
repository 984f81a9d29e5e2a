import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { Job } from '#shared/contract/jobs.ts';
import type { CallContext, Logger } from '#core/ports.ts';
import { createErrorMapper } from '#core/rpc/errors.ts';
import { createEventBus } from '#core/rpc/event-bus.ts';
import { createFileShelf } from '#core/files/file-shelf.ts';
import { createJobRunner } from '#core/jobs/job-runner.ts';
import { openDatabase } from '#core/store/open-database.ts';
import { createContactsHandlers } from '#core/contacts/handlers.ts';
import { createImportsHandlers } from '#core/contacts/import/handlers.ts';
import { createListsHandlers } from '#core/contacts/lists-handlers.ts';
import { createSuppressionsHandlers } from '#core/contacts/suppressions-handlers.ts';
import { createTemplatesHandlers } from '#core/templates/handlers.ts';
import { HOUSE } from '#core/users/actor.ts';

/** A logger for tests that says nothing. */
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** The contacts part of the core on a real database in a fresh folder. For tests only. */
export async function openContacts() {
  const folder = await mkdtemp(join(tmpdir(), 'siar-contacts-'));
  const db = openDatabase(join(folder, 'siar.db'));
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const bus = createEventBus((error) => {
    throw error;
  });
  const jobs = createJobRunner({ clock, logger: silent, bus });
  const files = await createFileShelf(folder);
  const deps = { db, clock, bus, jobs, files, logger: silent };
  const router = {
    contacts: createContactsHandlers(deps),
    imports: createImportsHandlers(deps),
    lists: createListsHandlers(deps),
    suppressions: createSuppressionsHandlers(deps),
    templates: createTemplatesHandlers(deps),
  };
  const clientFor = (trust: CallContext['trust']) =>
    createRouterClient(router, {
      context: { trust, session: { actor: HOUSE } },
      interceptors: [createErrorMapper(silent)],
    });
  return {
    folder,
    db,
    bus,
    jobs,
    files,
    client: clientFor('local'),
    window: clientFor('session'),
    /** Waits until a job is over. */
    async finish(started: { jobId: string }): Promise<Job> {
      for await (const job of jobs.watch(started.jobId)) {
        if (job.state !== 'running') return job;
      }
      throw new Error('the job vanished');
    },
    /** Writes a file and puts it on the shelf; answers its id. */
    async file(name: string, content: string | Uint8Array): Promise<string> {
      const path = join(folder, name);
      await writeFile(path, content);
      return (await files.adopt(path)).id;
    },
    async close() {
      await jobs.stop();
      db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** See openContacts. */
export type OpenContacts = Awaited<ReturnType<typeof openContacts>>;
