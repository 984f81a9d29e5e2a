import { open } from 'node:fs/promises';
import { z } from 'zod';
import { secretsSchema } from '#shared/contract/gateways.ts';
import { invalid } from '#shared/contract/errors.ts';

const MAX_STDIN_BYTES = 64 * 1024;
const MAX_TEXT_BYTES = 64 * 1024;

/**
 * Credentials as a JSON object on stdin, so that they appear in no process list and no shell history.
 * Throws `bad-secrets` without repeating what was given.
 */
export async function readSecrets(): Promise<Record<string, string>> {
  if (process.stdin.isTTY) {
    process.stderr.write(
      'Paste the credentials as JSON, such as {"apiKey":"…","apiSecret":"…"}, then press Ctrl-D.\n',
    );
  }
  const text = (await readStdin()).trim();
  if (text === '') {
    throw badSecrets('nothing came on stdin');
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw badSecrets('what came on stdin is not JSON');
  }
  const parsed = secretsSchema.safeParse(json);
  if (!parsed.success) throw badSecrets('it must be one JSON object whose values are texts');
  if (Object.keys(parsed.data).length === 0) throw badSecrets('the JSON object is empty');
  return z.record(z.string(), z.string()).parse(parsed.data);
}

/**
 * The exact text of a UTF-8 file; only a byte order mark is taken off. Throws `no-such-file`,
 * `bad-text-file` (not UTF-8, or too long for any message).
 */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readStart(path, MAX_TEXT_BYTES + 1).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw invalid(
      'no-such-file',
      `The text file ${path} cannot be read (${code}). Nothing was changed; check the path.`,
    );
  });
  if (bytes.length > MAX_TEXT_BYTES) {
    throw invalid(
      'bad-text-file',
      `${path} is longer than ${MAX_TEXT_BYTES / 1024} kB, more than any message. Nothing was changed; name the file with the message.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid(
      'bad-text-file',
      `${path} is not UTF-8 text, so its letters would arrive wrong. Save it as UTF-8; nothing was changed.`,
    );
  }
}

/** At most so many bytes from its beginning: a file may be huge, or have no end. */
async function readStart(path: string, most: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(most);
    let length = 0;
    while (length < most) {
      const { bytesRead } = await file.read(bytes, length, most - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

function badSecrets(why: string) {
  return invalid(
    'bad-secrets',
    `The credentials were not understood: ${why}. Nothing was changed. ` +
      'Give them on stdin like {"apiKey":"…","apiSecret":"…"}.',
  );
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_STDIN_BYTES) throw badSecrets('more than 64 kB came on stdin');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
