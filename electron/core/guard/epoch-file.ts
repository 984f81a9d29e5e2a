import { crc32 } from 'node:zlib';
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

/** How far a database has sent, in a file outside it. */
export type EpochFile = {
  /** One small write without a flush: some microseconds. Throws when the disk refuses. */
  write(epoch: number): void;
  /** Flushes and closes. */
  close(): void;
};

/** Two slots, written in turn: a torn write spoils one, and the other still holds the epoch before it. */
const SLOT_BYTES = 64;

/** The epoch in the file: the higher of the slots that are whole. Null: no file, or none is whole. */
export function readEpoch(path: string): number | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const whole = [0, 1].map((slot) => parseSlot(bytes, slot)).filter((epoch) => epoch !== null);
  return whole.length === 0 ? null : Math.max(...whole);
}

/** Makes the file hold `epoch` in both slots, flushed and in one step, and keeps it open. */
export function openEpochFile(path: string, epoch: number): EpochFile {
  const fresh = `${path}.new`;
  writeFileSync(fresh, Buffer.concat([formatSlot(epoch), formatSlot(epoch)]), {
    mode: 0o600,
    flush: true,
  });
  renameSync(fresh, path);
  const file = openSync(path, 'r+');
  let slot = 0;
  return {
    write(next) {
      const written = writeSync(file, formatSlot(next), 0, SLOT_BYTES, slot * SLOT_BYTES);
      if (written !== SLOT_BYTES) throw new Error('the epoch was not written whole');
      slot = 1 - slot;
    },
    close() {
      fsyncSync(file);
      closeSync(file);
    },
  };
}

function formatSlot(epoch: number): Buffer {
  const digits = String(epoch).padStart(16, '0');
  const line = JSON.stringify({ epoch: digits, check: checkOf(digits) });
  return Buffer.from(`${line.padEnd(SLOT_BYTES - 1)}\n`);
}

function parseSlot(bytes: Buffer, slot: number): number | null {
  const text = bytes.toString('latin1', slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES);
  const match = /^\{"epoch":"(\d{16})","check":"([0-9a-f]{8})"\} *\n$/.exec(text);
  const [, digits = '', check] = match ?? [];
  return match && checkOf(digits) === check ? Number(digits) : null;
}

function checkOf(digits: string): string {
  return crc32(digits).toString(16).padStart(8, '0');
}
