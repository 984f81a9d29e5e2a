import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

/** A flush of the log that waits for the test. */
export type HeldFlush = { end: (error?: Error) => void };

/** Flushes of this process wait until the test ends them, well or with an error; each is listed as it begins. */
export function holdFlushes(): HeldFlush[] {
  const held: HeldFlush[] = [];
  const real = fs.fdatasync;
  const fake = (file: number, done: (error: Error | null) => void) => {
    held.push({ end: (error) => (error ? done(error) : real(file, done)) });
  };
  Object.assign(fs, { fdatasync: fake });
  syncBuiltinESMExports();
  onTestFinished(() => {
    Object.assign(fs, { fdatasync: real });
    syncBuiltinESMExports();
  });
  return held;
}
