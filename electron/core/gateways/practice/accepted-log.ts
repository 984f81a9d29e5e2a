import { closeSync, openSync, writeSync } from 'node:fs';
import { failed } from '#shared/contract/errors.ts';

/** A message the practice gateway took: it counts, whatever the sender was told. */
export type AcceptedMessage = {
  id: string;
  to: string;
  text: string;
  parts: number;
  type: 0 | 8;
  /** Wall time, ms. */
  at: number;
  /** The practice gateway's monotonic clock, ms. */
  monotonicMs: number;
};

/** Writes down what was taken, before the sender is answered. */
export type AcceptedLog = {
  add(message: AcceptedMessage): void;
  /** The last messages, newest first. */
  recent(): AcceptedMessage[];
  close(): void;
};

const KEPT = 1_000;

/**
 * Keeps the last 1,000 messages in memory and, with a file, appends one JSON line per message in
 * one write each: a reader that counts whole lines knows exactly what was taken, also after a crash.
 * Credentials are not part of a message and are never written. Throws SiarError `record-unusable`.
 */
export function createAcceptedLog(recordFile: string | undefined): AcceptedLog {
  const ring: AcceptedMessage[] = [];
  let next = 0;
  const fd = recordFile === undefined ? undefined : openRecord(recordFile);
  return {
    add(message) {
      if (fd !== undefined) {
        const { at, monotonicMs, to, text, parts, type, id } = message;
        writeSync(fd, `${JSON.stringify({ at, monotonicMs, to, text, parts, type, id })}\n`);
      }
      ring[next] = message;
      next = (next + 1) % KEPT;
    },
    recent() {
      return [...ring.slice(next), ...ring.slice(0, next)].toReversed();
    },
    close() {
      if (fd !== undefined) closeSync(fd);
    },
  };
}

function openRecord(file: string): number {
  try {
    return openSync(file, 'a', 0o600);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw failed(
      'record-unusable',
      `The practice gateway cannot write to ${file} (${why}) and was not started. Choose another file with --record.`,
      { file },
    );
  }
}
