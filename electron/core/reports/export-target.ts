import { resolve } from 'node:path';
import type { ExportResult } from '#shared/contract/base.ts';
import { assertLocal } from '#core/files/handlers.ts';
import type { FileShelf } from '#core/files/file-shelf.ts';
import type { CallContext } from '#core/ports.ts';

/** Where an export is written, and what its job answers when the rows are there. */
export type ExportTarget = {
  path: string;
  result(rows: number): ExportResult;
};

/**
 * Turns a caller's target into a path. A path is only taken from the command line (`local-only`
 * otherwise); everybody else gets a one-time download under `name`.
 */
export async function resolveExportTarget(
  files: FileShelf,
  context: CallContext,
  target: { path: string } | { download: true },
  name: string,
): Promise<ExportTarget> {
  if ('path' in target) {
    assertLocal(context, 'Writing a file to a path');
    const path = resolve(target.path);
    return { path, result: (rows) => ({ rows, file: path, downloadId: null }) };
  }
  const file = await files.reserve(name);
  return { path: file.path, result: (rows) => ({ rows, file: file.name, downloadId: file.id }) };
}
