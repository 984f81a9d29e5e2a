import { expect, onTestFinished } from 'vitest';
import { importResultSchema, type ImportResult } from '#shared/contract/imports.ts';
import { openContacts } from '#core/contacts/test-support.ts';

type Imports = Awaited<ReturnType<typeof openContacts>>['client']['imports'];

/** What a test may choose about an import; everything goes into the list “L” otherwise. */
export type ImportOptions = Partial<Parameters<Imports['start']>[0]>;

/** The contacts part of the core, gone after the test, and what it takes to import a file whole. */
export async function openImports() {
  const core = await openContacts();
  onTestFinished(() => core.close());

  /** Imports a file of the shelf to the end; fails the test where the job fails. */
  async function finished(fileId: string, options: ImportOptions = {}): Promise<ImportResult> {
    const started = await core.client.imports.start({ fileId, listName: 'L', ...options });
    const job = await core.finish(started);
    expect(job.error).toBeNull();
    return importResultSchema.parse(job.result);
  }
  return {
    core,
    finished,
    /** The same for a file of this name and content. */
    result: async (name: string, content: string | Uint8Array, options?: ImportOptions) =>
      finished(await core.file(name, content), options),
    /** Every contact, in the order of the page. */
    people: async () => (await core.client.contacts.page({ limit: 500 })).rows,
  };
}
