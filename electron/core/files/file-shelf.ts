import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Transform, type Readable } from 'node:stream';
import { failed, invalid } from '#shared/contract/errors.ts';
import { callerOf } from '#core/users/caller.ts';
import { callerMaySeeWorkOf } from '#core/users/scope.ts';

/** A file that somebody handed in, or one that waits to be fetched. `userId`: whose; null: the house's. */
export type ShelvedFile = {
  id: string;
  path: string;
  name: string;
  size: number;
  userId: number | null;
};

/**
 * Files on their way in and out. Uploads and downloads lie in `<data>/transfer`, which is emptied
 * when the core starts; adopted files stay where they are and are never deleted.
 */
export type FileShelf = {
  /** Takes a stream. Throws `upload-too-large` past the limit and leaves nothing behind. */
  receive(name: string, content: Readable): Promise<ShelvedFile>;
  /** Refers to a file of this machine, under another name if given. Throws `no-such-file`. */
  adopt(path: string, name?: string): Promise<ShelvedFile>;
  /** Throws `no-such-upload`, also for a file of somebody else whose work the caller may not see. */
  get(id: string): ShelvedFile;
  /** A fresh path for an export that will be fetched once under this name. */
  reserve(name: string): Promise<ShelvedFile>;
};

/** Larger uploads are refused: a 2 GiB file is a mistake, not a contact list. */
export const MAX_UPLOAD_BYTES = 512 * 1024 * 1024;

/** See FileShelf. Empties what an earlier process left. */
export async function createFileShelf(dataFolder: string): Promise<FileShelf> {
  const folder = join(dataFolder, 'transfer');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = new Map<string, ShelvedFile>();
  const shelve = (id: string, path: string, name: string, size: number): ShelvedFile => {
    const file = { id, path, name: basename(name), size, userId: callerOf()?.userId ?? null };
    files.set(id, file);
    return file;
  };

  return {
    async receive(name, content) {
      const id = randomUUID();
      const path = join(folder, id);
      let size = 0;
      const bounded = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length;
          if (size > MAX_UPLOAD_BYTES) done(uploadTooLarge());
          else done(null, chunk);
        },
      });
      try {
        await pipeline(content, bounded, createWriteStream(path, { mode: 0o600 }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      return shelve(id, path, name, size);
    },
    async adopt(path, name) {
      const absolute = resolve(path);
      const found = await stat(absolute).catch(() => undefined);
      if (!found) {
        throw invalid(
          'no-such-file',
          `There is no file ${absolute}. Nothing was read; check the path.`,
          { name: absolute },
        );
      }
      if (!found.isFile()) {
        throw invalid(
          'not-a-file',
          `${absolute} is not a file. Nothing was read; name a spreadsheet.`,
          { name: absolute },
        );
      }
      if (found.size > MAX_UPLOAD_BYTES) throw uploadTooLarge();
      return shelve(randomUUID(), absolute, name ?? absolute, found.size);
    },
    get(id) {
      const file = files.get(id);
      if (!file || !callerMaySeeWorkOf(file.userId)) {
        throw failed(
          'no-such-upload',
          'That file is no longer here. Choose it again; nothing was changed.',
        );
      }
      return file;
    },
    async reserve(name) {
      const id = randomUUID();
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return shelve(id, join(folder, id), name, 0);
    },
  };
}

function uploadTooLarge() {
  return invalid(
    'file-too-large',
    `The file is larger than ${MAX_UPLOAD_BYTES / 1024 / 1024} MB, which no contact list needs. Nothing was imported; split it or save only the columns you need.`,
    { megabytes: MAX_UPLOAD_BYTES / 1024 / 1024 },
  );
}
