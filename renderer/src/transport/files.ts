import { z } from 'zod';
import { uploadInParts } from '#renderer/transport/upload-in-parts.ts';
import { FAILURE_KINDS, failureDataSchema, SiarError } from '#shared/contract/errors.ts';

/** A file that the host took; `fileId` goes into imports. */
export interface UploadedFile {
  fileId: string;
  name: string;
  /** Bytes. */
  size: number;
}

const uploadedSchema = z.object({ fileId: z.string(), name: z.string(), size: z.number() });
const refusalSchema = z.object({
  error: failureDataSchema.extend({
    message: z.string(),
    kind: z.enum(FAILURE_KINDS).default('invalid'),
  }),
});

function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function lost() {
  return new SiarError(
    'failed',
    'connection-lost',
    'The connection to Siar was lost during the upload; nothing was imported. Try again.',
  );
}

function cancelled() {
  return new SiarError('failed', 'cancelled', 'The upload was cancelled; nothing was imported.');
}

/**
 * Sends a file to the host. `onProgress` gets a share from 0 to 1. Rejects with a SiarError whose
 * sentence is the host's own, or `connection-lost`; nothing is imported by an upload.
 */
export async function uploadFile(
  file: File,
  onProgress?: (share: number) => void,
  signal?: AbortSignal,
): Promise<UploadedFile> {
  const send = location.protocol === 'app:' ? uploadInParts : uploadWhole;
  let answer: string;
  try {
    answer = await send(file, onProgress, signal);
  } catch (error) {
    if (error instanceof SiarError) throw error;
    throw signal?.aborted ? cancelled() : lost();
  }
  return readUpload(readAnswer(answer));
}

function readUpload(body: unknown): UploadedFile {
  const uploaded = uploadedSchema.safeParse(body);
  if (uploaded.success) return uploaded.data;
  const refusal = refusalSchema.safeParse(body);
  if (!refusal.success) {
    throw new SiarError(
      'failed',
      'upload-failed',
      'The file could not be taken in; nothing was imported. Try again.',
    );
  }
  const { kind, code, message, details } = refusal.data.error;
  throw new SiarError(kind, code, message, details);
}

/** One request over HTTP: only XMLHttpRequest tells how much was sent. Answers the response's text. */
function uploadWhole(
  file: File,
  onProgress: ((share: number) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/files');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    });
    request.addEventListener('load', () => resolve(request.responseText));
    request.addEventListener('error', () => reject(lost()));
    request.addEventListener('abort', () => reject(cancelled()));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

/** Address of a file that the host made for download (exports, refused rows). */
export function downloadUrl(id: string): string {
  return `/files/${encodeURIComponent(id)}`;
}

/** Lets the browser (or Electron's save dialog) save a file that the host made. */
export function startDownload(id: string): void {
  const anchor = document.createElement('a');
  anchor.href = downloadUrl(id);
  anchor.download = '';
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
}
