import { z } from 'zod';
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

/**
 * Sends a file to the host. `onProgress` gets a share from 0 to 1. Rejects with a SiarError whose
 * sentence is the host's own, or `connection-lost`; nothing is imported by an upload.
 */
export function uploadFile(
  file: File,
  onProgress?: (share: number) => void,
  signal?: AbortSignal,
): Promise<UploadedFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/files');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      const body = readAnswer(request.responseText);
      const uploaded = uploadedSchema.safeParse(body);
      if (uploaded.success) {
        resolve(uploaded.data);
        return;
      }
      const refusal = refusalSchema.safeParse(body);
      reject(
        refusal.success
          ? new SiarError(
              refusal.data.error.kind,
              refusal.data.error.code,
              refusal.data.error.message,
              refusal.data.error.details,
            )
          : new SiarError(
              'failed',
              'upload-failed',
              'The file could not be taken in; nothing was imported. Try again.',
            ),
      );
    });
    request.addEventListener('error', () =>
      reject(
        new SiarError(
          'failed',
          'connection-lost',
          'The connection to Siar was lost during the upload; nothing was imported. Try again.',
        ),
      ),
    );
    request.addEventListener('abort', () =>
      reject(
        new SiarError('failed', 'cancelled', 'The upload was cancelled; nothing was imported.'),
      ),
    );
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
