import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SiarError, failed, invalid } from '#shared/contract/errors.ts';
import { MAX_UPLOAD_BYTES, type FileShelf } from '#core/files/file-shelf.ts';
import { isDiskFull } from '#core/rpc/errors.ts';

/**
 * `POST /files`: the body is the file, `X-File-Name` its percent-encoded name. Answers
 * `{fileId,name,size}`, or `{error:{code,message,details}}` and keeps nothing.
 */
export async function receiveUpload(
  files: FileShelf,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const name = fileName(request.headers['x-file-name']);
    if (Number(request.headers['content-length'] ?? 0) > MAX_UPLOAD_BYTES) throw tooLarge();
    const body = new PassThrough();
    request.on('error', (error) => body.destroy(error));
    request.on('aborted', () => body.destroy(new Error('the upload was cut off')));
    request.pipe(body);
    const file = await files.receive(name, body);
    sendJson(response, 200, { fileId: file.id, name: file.name, size: file.size });
  } catch (error) {
    request.unpipe();
    request.resume();
    response.setHeader('connection', 'close');
    const failure = explain(error);
    sendJson(response, STATUS[failure.kind], {
      error: {
        code: failure.code,
        kind: failure.kind,
        message: failure.message,
        details: failure.details ?? {},
      },
    });
  }
}

/** `GET /files/ID`: the file as a download under its own name. */
export async function sendDownload(
  files: FileShelf,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let path: string;
  let name: string;
  let size: number;
  try {
    ({ path, name } = files.get(id));
    ({ size } = await stat(path));
  } catch {
    const message = 'That file is no longer here. Export it again; nothing was changed.';
    sendJson(response, 404, {
      error: { code: 'no-such-file', kind: 'failed', message, details: {} },
    });
    return;
  }
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': size,
    'content-disposition': disposition(name),
    // Whatever it holds: it is saved, never opened as a page.
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'no-store',
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(path), response);
}

/** Content-Disposition with a plain name for old readers and the exact one after RFC 5987. */
export function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

/** Answers with JSON that nobody caches. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

const STATUS = { invalid: 400, refused: 403, failed: 500 } as const;

function fileName(header: string | string[] | undefined): string {
  try {
    const name = decodeURIComponent(typeof header === 'string' ? header : '').trim();
    if (name !== '' && name.length <= 500 && !name.includes('\0')) return name;
  } catch {
    // Not percent-encoded: refused below like a missing name.
  }
  throw invalid(
    'no-file-name',
    'The file came without its name (X-File-Name). Nothing was kept; choose the file again.',
  );
}

function tooLarge(): SiarError {
  return invalid(
    'file-too-large',
    `The file is larger than ${MAX_UPLOAD_BYTES / 1024 / 1024} MB, which no contact list needs. Nothing was kept; split it or save only the columns you need.`,
    { megabytes: MAX_UPLOAD_BYTES / 1024 / 1024 },
  );
}

function explain(error: unknown): SiarError {
  if (error instanceof SiarError) return error;
  if (isDiskFull(error)) {
    return failed(
      'disk-full',
      'The disk is full, so the file was not kept. Free some space, then choose it again.',
      { case: 'upload' },
    );
  }
  return failed(
    'upload-failed',
    'The file did not arrive whole and was not kept. Choose it again.',
  );
}
