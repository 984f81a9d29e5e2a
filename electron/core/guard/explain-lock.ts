import type { GuardState } from '#shared/contract/host.ts';

const ALLOW =
  'Look through it, then allow sending: the button on top of every page, or `siar doctor --unlock`.';

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
      return (
        `This data is older than what was sent from it: ${attempts(missing ?? 0)} missing here (a restored backup or an older copy). ` +
        `Sending is locked, because people may get a message twice and you would pay twice. ${ALLOW}`
      );
    case 'foreign':
      return (
        'This data comes from another computer, or this computer does not remember what it sent from it. ' +
        `Sending is locked, because another copy may have sent the same messages, which you would pay twice. ${ALLOW}`
      );
    case 'in-use':
      return (
        'Another Siar works with a copy of this data right now. Sending is locked here, because both would send the same messages and you would pay twice. ' +
        'Close the other one, then decide which copy is the right one.'
      );
    case 'unguarded':
      return (
        `Siar cannot use the folder ${stateFolder}, where it remembers what was sent, so it could not notice an old copy. ` +
        'Sending is locked and nothing is charged. Give this user the right to write there (or set SIAR_STATE), then start Siar again.'
      );
  }
}

function attempts(count: number): string {
  return count === 1 ? '1 attempt to send is' : `${count} attempts to send are`;
}
