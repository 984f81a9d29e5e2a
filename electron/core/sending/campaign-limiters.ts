import { campaignRate } from '#core/sending/campaign-rate.ts';
import { countRecipients, type RunningCampaign } from '#core/sending/queries.ts';
import { createRateLimiter, type RateLimiter } from '#core/sending/rate-limiter.ts';
import type { Db } from '#core/store/db.ts';

/** The rates that campaigns chose for themselves; each has one limiter, however many gateways send for it. */
export type CampaignLimiters = {
  /** Undefined: it goes as fast as its gateways take it. */
  of(campaign: RunningCampaign): RateLimiter | undefined;
};

/** See CampaignLimiters. */
export function createCampaignLimiters(db: Db): CampaignLimiters {
  const known = new Map<number, { setting: number | null; limiter: RateLimiter }>();
  return {
    of(campaign) {
      if (campaign.rate === null && campaign.spread_minutes === null) return undefined;
      let one = known.get(campaign.id);
      if (one?.setting !== campaign.rate) {
        const rate = campaignRate(campaign, countRecipients(db, campaign.id));
        one = { setting: campaign.rate, limiter: createRateLimiter(rate) };
        known.set(campaign.id, one);
      }
      return one.limiter;
    },
  };
}
