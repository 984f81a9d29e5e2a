import type { PauseReason } from '#shared/contract/campaign-status.ts';

type Named = { id: number; name: string };

/** What the sender tells the engine. */
export type SenderEvents = {
  changed(campaignId: number): void;
  /** `goesOn`: only what goes by one gateway waits. */
  paused(campaign: Named, reason: PauseReason, goesOn: boolean): void;
  finished(campaign: Named): void;
};
