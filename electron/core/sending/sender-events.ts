import type { PauseReason } from '#shared/contract/campaigns.ts';

type Named = { id: number; name: string };

/** What the sender tells the engine. */
export type SenderEvents = {
  changed(campaignId: number): void;
  paused(campaign: Named, reason: PauseReason): void;
  finished(campaign: Named): void;
};
