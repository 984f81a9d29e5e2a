import type { IncomingMessage } from 'node:http';
import type { EsmsFields } from '#core/gateways/practice/esms-rules.ts';

const MAX_BODY = 64 * 1024;

/**
 * The fields of a form or JSON request (eSMS send page: both are allowed), or undefined where the
 * body is neither, breaks off, or is larger than 64 kB.
 */
export function readFields(
  request: IncomingMessage,
  done: (fields: EsmsFields | undefined) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  });
  request.on('error', () => {});
  request.on('end', () => {
    if (size > MAX_BODY) return done(undefined);
    const first = chunks[0];
    const body = chunks.length === 1 && first ? first : Buffer.concat(chunks);
    done(parseFields(body.toString('utf8'), request.headers['content-type'] ?? ''));
  });
}

function parseFields(text: string, type: string): EsmsFields | undefined {
  if (!type.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined;
  } catch {
    return undefined;
  }
}
