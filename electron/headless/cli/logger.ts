import { pino } from 'pino';
import type { Logger } from '#core/ports.ts';

/** Log lines on stderr, so that stdout stays the result. `SIAR_LOG` sets the level; default warn. */
export function createStderrLogger(): Logger {
  const wanted = process.env['SIAR_LOG'] ?? 'warn';
  const level = ['debug', 'info', 'warn', 'error', 'silent'].includes(wanted) ? wanted : 'warn';
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
