import type { PauseReason } from '#shared/contract/campaigns.ts';
import type { RunningCampaign } from '#core/sending/queries.ts';

/** What the sender tells the engine. */
export type SenderEvents = {
  changed(campaignId: number): void;
  paused(campaign: RunningCampaign, reason: PauseReason): void;
  finished(campaign: RunningCampaign): void;
};
