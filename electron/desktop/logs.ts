import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';

/** A log file is set aside at the next start once it is this large; one old file is kept. */
const MAX_LOG_BYTES = 5 * 1024 * 1024;

/** The desktop app's two log files in `<data>/logs`: main's own lines and the core's output. */
export type Logs = {
  /** One line of main as JSON. Never message texts, never secrets. */
  write(level: 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>): void;
  /** Where the core's process writes its output. */
  core: WriteStream;
};

/** See Logs. A disk that refuses costs the log, never the app. */
export function openLogs(dataFolder: string): Logs {
  const folder = join(dataFolder, 'logs');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // The streams below report the same error and are silenced.
  }
  const main = openLog(join(folder, 'desktop.log'));
  return {
    core: openLog(join(folder, 'core.log')),
    write(level, msg, fields = {}) {
      main.write(`${JSON.stringify({ time: new Date().toISOString(), level, msg, ...fields })}\n`);
    },
  };
}

function openLog(path: string): WriteStream {
  try {
    if (statSync(path).size > MAX_LOG_BYTES) renameSync(path, `${path}.old`);
  } catch {
    // No log yet.
  }
  return createWriteStream(path, { flags: 'a', mode: 0o600 }).on('error', () => {});
}

/** An error as one field of a log line. */
export function describeError(error: unknown): { error: string } {
  return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
