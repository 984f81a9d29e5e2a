import type { Failure, FailureKind } from '#shared/contract/errors.ts';
import { readFailure } from '#shared/contract/to-failure.ts';
import { isDiskFull } from '#core/rpc/errors.ts';

/** How a command ends: done, failed, wrong usage, refused by a safety check. */
export const EXIT = { done: 0, failed: 1, usage: 2, refused: 3 } as const;

/** The exit code of a failure. */
export function exitCodeOf(kind: FailureKind): number {
  if (kind === 'invalid') return EXIT.usage;
  return kind === 'refused' ? EXIT.refused : EXIT.failed;
}

/** Thrown after a command has printed its own result: only the exit code is left to say. */
export class CommandEnd extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`the command ended with ${exitCode}`);
    this.name = 'CommandEnd';
    this.exitCode = exitCode;
  }
}

/** Whatever was thrown, as one sentence with a code. Unknown things keep their message for a bug report. */
export function toFailure(error: unknown): Failure {
  const known = readFailure(error);
  if (known) return known;
  if (isDiskFull(error)) {
    return {
      code: 'disk-full',
      kind: 'failed',
      message:
        'The disk is full, so nothing could be done. Nothing was lost and nothing was sent. Free some space, then try again.',
    };
  }
  return {
    code: 'internal',
    kind: 'failed',
    message: `Something went wrong inside Siar: ${firstLine(error)}. What was already recorded is safe; run it again with SIAR_LOG=debug for details.`,
  };
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
