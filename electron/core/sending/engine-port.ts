import type { Campaign } from '#shared/contract/campaigns.ts';
import type { PauseReason } from '#shared/contract/campaign-status.ts';

/** How a gateway is used just now, as far as this process knows. */
export type GatewayUse = {
  /** How much of each of its caps is used, in their order, and since when (wall ms; null: none of it). */
  caps: readonly { used: number; since: number | null }[];
  /** Messages of a campaign that it takes per second over ten seconds; null: it does not send, or waits. */
  perSecond(campaignId: number): number | null;
};

/** What the engine knows beyond the database: live figures, and a full disk it cannot record. */
export type LiveView = {
  live(campaignId: number): Campaign['live'];
  trouble(campaignId: number): PauseReason | null;
  /** How a gateway is used just now. */
  use(gatewayId: number): GatewayUse;
};

/** Sends what is due: the scheduler, one sender per gateway, and the delivery reports. */
export type Engine = {
  /** Starts. With `only`, no other campaign is touched: the command line sends just what it was told. */
  start(options?: { only?: number }): Promise<void>;
  readonly started: boolean;
  /** Something changed in the database: look now. `forgive`: gateways whose past failures are forgotten. */
  wake(options?: { forgive?: readonly number[] }): void;
  /**
   * The next place at this gateway, before every campaign: for one message that a person waits for.
   * Works without a started engine. Throws SiarError `cap-reached` where that would take long.
   */
  express(gatewayId: number, parts: number): Promise<void>;
  readonly view: LiveView;
  /** Lets requests in flight finish and records them. */
  stop(): Promise<void>;
};
