import type { GuardState } from '#shared/contract/host.ts';
import { say } from '#shared/said/say.ts';

/** The state of a locked database, with its one sentence. `missing`: attempts it does not know. */
export function explainLock(
  reason: NonNullable<GuardState['reason']>,
  missing: number | null,
  stateFolder: string,
): GuardState {
  return {
    locked: true,
    reason,
    missingAttempts: missing,
    message: sentenceOf(reason, missing, stateFolder),
  };
}

function sentenceOf(
  reason: NonNullable<GuardState['reason']>,
  missing: number | null,
  stateFolder: string,
): string {
  switch (reason) {
    case 'older':
      return say('locked-older', { attempts: attempts(missing ?? 0) });
    case 'foreign':
      return say('locked-foreign');
    case 'in-use':
      return say('locked-in-use');
    case 'unguarded':
      return say('locked-unguarded', { folder: stateFolder });
  }
}

function attempts(count: number): string {
  return count === 1 ? say('one-attempt') : say('many-attempts', { attempts: count });
}
