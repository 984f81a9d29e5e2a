import type { PauseReason } from '#shared/contract/campaign-status.ts';
import { say } from '#shared/said/say.ts';
import type { SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { SendingGuard } from '#core/guard/sending-guard.ts';
import type { Logger } from '#core/ports.ts';
import type { Claim } from '#core/sending/claim-queries.ts';

/** What becomes of claimed messages that could not be noted: back into the queue, tried again soon. */
export const HELD_BACK: Promise<SendOutcome> = Promise.resolve({
  kind: 'rate-limited',
  retryAfterMs: 2_000,
  code: 'not-noted',
  reason: say('not-noted'),
});

/** A driver must not throw; if one does, nobody knows whether the bytes left. */
export const FAILED_INSIDE: SendOutcome = {
  kind: 'ambiguous',
  code: 'internal',
  reason: 'Siar failed while handing the message over.',
};

/** What a page says while the disk refuses. */
export const DISK_TROUBLE: PauseReason = {
  code: 'disk',
  message: say('disk-refuses'),
};

/**
 * Notes the last of the committed claims outside the database (decision record 0008). Call it between
 * their commit and their first byte; false: none of them may leave.
 */
export function isGuarded(
  { guard, logger }: { guard: SendingGuard; logger: Logger },
  last: Pick<Claim, 'attemptId'> | undefined,
): boolean {
  if (!last) return true;
  try {
    guard.raise(last.attemptId);
    return true;
  } catch (error) {
    logger.error({ err: error }, 'what leaves could not be noted, so nothing leaves');
    return false;
  }
}
