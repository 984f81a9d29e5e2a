import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_SLIP_BYTES, type SlipType } from '#shared/contract/top-ups.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { ShelvedFile } from '#core/files/file-shelf.ts';
import { SNIFF_BYTES, sniffSlip } from '#core/top-ups/slips/sniff-slip.ts';

/** A slip that lies in the data folder, not yet in the books. */
export type KeptSlip = {
  /** Its random name inside `slips/`. */
  file: string;
  name: string;
  type: SlipType;
  bytes: number;
  sha256: string;
};

const EXTENSIONS: Readonly<Record<SlipType, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/webp': '.webp',
  'application/pdf': '.pdf',
};

/** Folder of the slips in a data folder. */
export function slipsFolder(dataFolder: string): string {
  return join(dataFolder, 'slips');
}

/** Path of a slip. Throws where the name is none that `keepSlip` gives: a path may never come from elsewhere. */
export function slipPath(dataFolder: string, file: string): string {
  if (!/^[0-9a-f-]{36}\.(png|jpg|webp|pdf)$/u.test(file)) throw new Error('not the name of a slip');
  return join(slipsFolder(dataFolder), file);
}

/**
 * Checks a slip by its size and its first bytes and copies it into the data folder under a random
 * name, flushed. Throws `slip-too-large`, `bad-slip`. A copy that no row refers to is harmless.
 */
export async function keepSlip(dataFolder: string, source: ShelvedFile): Promise<KeptSlip> {
  const content = await readSlip(source);
  const type = sniffSlip(content.subarray(0, SNIFF_BYTES));
  if (!type) {
    throw invalid(
      'bad-slip',
      `${source.name} is no PNG, JPEG or WebP picture and no PDF, whatever its name says. Nothing was recorded; attach a photo, a screenshot or the bank's PDF.`,
      { name: source.name },
    );
  }
  const file = randomUUID() + EXTENSIONS[type];
  await writeSlip(dataFolder, file, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { file, name: source.name.slice(0, 200), type, bytes: content.length, sha256 };
}

/** Writes the contents of a slip, whole or not at all, readable by this user alone. */
export async function writeSlip(dataFolder: string, file: string, content: Buffer): Promise<void> {
  const path = slipPath(dataFolder, file);
  const part = `${path}.part`;
  await mkdir(slipsFolder(dataFolder), { recursive: true, mode: 0o700 });
  try {
    const handle = await open(part, 'w', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

/** Takes slips away again that did not come into the books. */
export async function dropSlips(dataFolder: string, slips: readonly KeptSlip[]): Promise<void> {
  for (const { file } of slips) await rm(slipPath(dataFolder, file), { force: true });
}

async function readSlip({ path, name }: ShelvedFile): Promise<Buffer> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (!handle) {
    throw invalid(
      'no-such-file',
      `${name} is no longer there. Nothing was recorded; attach it again.`,
      { name },
    );
  }
  try {
    const { size } = await handle.stat();
    if (size > MAX_SLIP_BYTES) {
      throw invalid(
        'slip-too-large',
        `${name} is larger than ${MAX_SLIP_BYTES / 1024 / 1024} MB. Nothing was recorded; attach a smaller picture of the slip.`,
        { name, megabytes: MAX_SLIP_BYTES / 1024 / 1024 },
      );
    }
    return await readFile(handle);
  } finally {
    await handle.close();
  }
}
