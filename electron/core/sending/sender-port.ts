import type { PauseReason } from '#shared/contract/campaign-status.ts';
import type { GatewayDriver } from '#core/gateways/gateway-driver.ts';
import type { Wait } from '#core/sending/turns.ts';

/** Sends the running campaigns of one gateway. */
export type Sender = {
  /** The opened gateway this sender speaks to. */
  readonly driver: GatewayDriver;
  /** Looks for work now: a campaign was started, resumed, paused, or time has passed. */
  wake(): void;
  /** A person resumed: past failures no longer count. */
  forgive(): void;
  /** Requests in flight, of one campaign or of all. */
  inFlight(campaignId?: number): number;
  perSecond(campaignId: number): number;
  /** What sending of a campaign waits for, or null when it is not waiting. */
  waitOf(campaignId: number): Wait | null;
  /** The sentence for a disk that refuses to record; sending stands still meanwhile. */
  trouble(): PauseReason | null;
  /** Claims no more, waits for the requests in flight and records them. */
  stop(): Promise<void>;
};
