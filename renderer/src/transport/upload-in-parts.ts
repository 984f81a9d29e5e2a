/** Small enough to keep the window smooth, large enough that a spreadsheet is one or two requests. */
const PART_BYTES = 4 * 1024 * 1024;

/**
 * Sends a file over the desktop app's own scheme, part by part; answers the last response's text.
 * XMLHttpRequest is no choice there: Chromium sends its bodies over http and https only.
 * Rejects with the fetch's own error when the request did not come through or `signal` fired.
 */
export async function uploadInParts(
  file: File,
  onProgress: ((share: number) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<string> {
  const id = crypto.randomUUID();
  let offset = 0;
  for (;;) {
    const part = await file.slice(offset, offset + PART_BYTES).arrayBuffer();
    const response = await fetch('/files', {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        'x-file-name': encodeURIComponent(file.name),
        'x-upload-id': id,
        'x-upload-offset': String(offset),
        'x-upload-size': String(file.size),
      },
      body: part,
      signal: signal ?? null,
    });
    offset += part.byteLength;
    if (response.status !== 202) return response.text();
    onProgress?.(offset / file.size);
  }
}
