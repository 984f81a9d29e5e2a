import { pino } from 'pino';
import { SiarError } from '#shared/contract/errors.ts';
import type { Logger } from '#core/ports.ts';

/** Log lines on stderr, so that stdout stays the result. `SIAR_LOG` sets the level; default warn. */
export function createStderrLogger(): Logger {
  const wanted = process.env['SIAR_LOG'] ?? 'warn';
  const level = ['debug', 'info', 'warn', 'error', 'silent'].includes(wanted) ? wanted : 'warn';
  return pino(
    { level, base: null, serializers: { err: describeError } },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** A stack helps only where something was not foreseen. */
function describeError(error: unknown): unknown {
  if (error instanceof SiarError) return { code: error.code, message: error.message };
  return error instanceof Error ? pino.stdSerializers.err(error) : error;
}
