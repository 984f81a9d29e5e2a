import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MAX_UPLOAD_BYTES } from '#core/files/file-shelf.ts';
import { SiarError, invalid } from '#shared/contract/errors.ts';
import type { coreCalls } from '#desktop/core-messages.ts';
import type { CorePeer } from '#desktop/core-peer.ts';

/** Uploads and downloads of the window, as the headless host serves them over HTTP. */
export type FileTraffic = {
  upload(request: Request, url: URL): Promise<Response>;
  download(fileId: string): Promise<Response>;
};

/** What the core's process does with files. */
type FileCore = Pick<CorePeer<typeof coreCalls>, 'ask'>;

/**
 * See FileTraffic. An upload is written to `<data>/transfer-in` while it arrives (a spreadsheet may
 * be larger than the memory that is free), then the core takes it over and the copy is deleted.
 */
export async function createFileTraffic(
  dataFolder: string,
  core: () => FileCore,
): Promise<FileTraffic> {
  const folder = join(dataFolder, 'transfer-in');
  await rm(folder, { recursive: true, force: true });

  const receive = async (name: string, body: Request['body']) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, randomUUID());
    try {
      const content = body ? Readable.fromWeb(body) : Readable.from([]);
      await pipeline(
        content,
        boundedTo(MAX_UPLOAD_BYTES),
        createWriteStream(path, { mode: 0o600 }),
      );
      return await core().ask('receiveUpload', { path, name });
    } finally {
      await rm(path, { force: true });
    }
  };

  return {
    async upload(request, url) {
      try {
        return Response.json(await receive(nameOf(request, url), request.body));
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

function boundedTo(maxBytes: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.byteLength;
      if (size <= maxBytes) return done(null, chunk);
      const megabytes = maxBytes / 1024 / 1024;
      return done(
        invalid(
          'file-too-large',
          `The file is larger than ${megabytes} MB, which no contact list needs. Nothing was imported; split it or save only the columns you need.`,
        ),
      );
    },
  });
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
