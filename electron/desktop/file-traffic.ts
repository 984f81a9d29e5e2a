import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MAX_UPLOAD_BYTES } from '#core/files/file-shelf.ts';
import { z } from 'zod';
import { SiarError, failed, invalid } from '#shared/contract/errors.ts';
import type { coreCalls } from '#desktop/core-messages.ts';
import type { CorePeer } from '#desktop/core-peer.ts';

/** Uploads and downloads of the window, as the headless host serves them over HTTP. */
export type FileTraffic = {
  upload(request: Request, url: URL): Promise<Response>;
  download(fileId: string): Promise<Response>;
};

/** Where a request's body belongs; `size` is undefined where the body is the whole file. */
type Part = { id: string; offset: number; size: number | undefined };

/** What the core's process does with files. */
type FileCore = Pick<CorePeer<typeof coreCalls>, 'ask'>;

/**
 * See FileTraffic. An upload is written to `<data>/transfer-in` while it arrives (a spreadsheet may
 * be larger than the memory that is free), then the core takes it over and the copy is deleted.
 *
 * The window sends a file in parts: over a scheme of our own Chromium drops the body of an
 * XMLHttpRequest, and Electron's handler does not promise a Blob's (electron/electron#14720 and
 * #39709); the bytes of an ArrayBuffer always arrive. `X-Upload-Id` names the file, `X-Upload-Offset`
 * where the part belongs, `X-Upload-Size` the whole; a part that is not the last answers 202.
 * Parts left by a window that went away are deleted at the next start.
 */
export async function createFileTraffic(
  dataFolder: string,
  core: () => FileCore,
): Promise<FileTraffic> {
  const folder = join(dataFolder, 'transfer-in');
  await rm(folder, { recursive: true, force: true });

  /** Undefined while parts are missing. */
  const receive = async (name: string, { id, offset, size }: Part, body: Request['body']) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, id);
    let isKept = false;
    try {
      if (offset !== (await sizeOf(path))) throw cutOff();
      const content = body ? Readable.fromWeb(body) : Readable.from([]);
      const file = createWriteStream(path, { mode: 0o600, flags: offset === 0 ? 'wx' : 'a' });
      await pipeline(content, boundedTo(MAX_UPLOAD_BYTES, offset), file);
      isKept = size !== undefined && (await sizeOf(path)) < size;
      return isKept ? undefined : await core().ask('receiveUpload', { path, name });
    } finally {
      if (!isKept) await rm(path, { force: true });
    }
  };

  return {
    async upload(request, url) {
      try {
        const file = await receive(nameOf(request, url), partOf(request), request.body);
        return file ? Response.json(file) : Response.json({}, { status: 202 });
      } catch (error) {
        return toErrorResponse(error);
      }
    },
    async download(fileId) {
      try {
        const { path, name } = await core().ask('locateFile', { fileId });
        const { size } = await stat(path);
        return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
          headers: {
            'content-type': 'application/octet-stream',
            'content-length': String(size),
            'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
            'x-content-type-options': 'nosniff',
            'content-security-policy': "sandbox; default-src 'none'",
          },
        });
      } catch (error) {
        return toErrorResponse(error);
      }
    },
  };
}

/** `?name=`, or the `X-File-Name` header, percent-encoded: as on the headless host. */
function nameOf(request: Request, url: URL): string {
  try {
    const header = decodeURIComponent(request.headers.get('x-file-name') ?? '');
    const name = (url.searchParams.get('name') ?? header).trim();
    if (name !== '' && name.length <= 500 && !name.includes('\0')) return name;
  } catch {
    // Not percent-encoded: refused below like a missing name.
  }
  throw invalid(
    'no-file-name',
    'The file came without its name. Nothing was kept; choose the file again.',
  );
}

const partSchema = z.object({
  id: z.uuid(),
  offset: z.coerce.number().int().min(0),
  size: z.coerce.number().int().min(0).max(MAX_UPLOAD_BYTES),
});

function partOf({ headers }: Request): Part {
  const id = headers.get('x-upload-id');
  if (id === null) return { id: randomUUID(), offset: 0, size: undefined };
  const size = Number(headers.get('x-upload-size'));
  if (size > MAX_UPLOAD_BYTES) throw tooLarge(MAX_UPLOAD_BYTES);
  const parsed = partSchema.safeParse({ id, offset: headers.get('x-upload-offset'), size });
  if (!parsed.success) throw cutOff();
  return parsed.data;
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.size ?? 0;
}

function cutOff() {
  return failed(
    'upload-failed',
    'The file did not arrive whole and was not kept. Choose it again.',
  );
}

function boundedTo(maxBytes: number, already: number): Transform {
  let size = already;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.byteLength;
      if (size <= maxBytes) return done(null, chunk);
      return done(tooLarge(maxBytes));
    },
  });
}

function tooLarge(maxBytes: number) {
  return invalid(
    'file-too-large',
    `The file is larger than ${maxBytes / 1024 / 1024} MB, which no contact list needs. Nothing was imported; split it or save only the columns you need.`,
    { megabytes: maxBytes / 1024 / 1024 },
  );
}

const STATUS = { invalid: 400, refused: 403, failed: 500 } as const;

function toErrorResponse(error: unknown): Response {
  const known = error instanceof SiarError;
  return Response.json(
    {
      error: {
        code: known ? error.code : 'internal',
        kind: known ? error.kind : 'failed',
        message: known
          ? error.message
          : 'The file could not be moved. Nothing was changed; see the log for details.',
        details: (known ? error.details : undefined) ?? {},
      },
    },
    { status: known ? STATUS[error.kind] : 500 },
  );
}
