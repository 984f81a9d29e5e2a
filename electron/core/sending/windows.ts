import { parseWindow, windowState, zonesOfCountry } from '#shared/schedule/window.ts';
import type { Db } from '#core/store/db.ts';
import { listCountries, type RunningCampaign } from '#core/sending/queries.ts';

/** The computer's own zone: used for countries whose zones are not known. */
export const systemZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Where a campaign may send right now, and when that changes (wall time; null: not foreseeable). */
export type OpenCountries = { open: string[]; closed: number; changesAt: number | null };

/** Countries of frozen campaigns, remembered: a frozen audience does not change. */
export function createWindows(db: Db) {
  const countries = new Map<number, string[]>();
  return {
    /** See OpenCountries. A campaign's own zone overrides the recipients' zones. */
    openCountries(campaign: RunningCampaign, now: number): OpenCountries {
      let known = countries.get(campaign.id);
      if (!known) {
        known = listCountries(db, campaign.id);
        countries.set(campaign.id, known);
      }
      const parsed = parseWindow(campaign.sending_window);
      const window = parsed.ok ? parsed.window : 'always';
      const open: string[] = [];
      let changesAt: number | null = null;
      for (const country of known) {
        const zones = campaign.time_zone
          ? [campaign.time_zone]
          : zonesOfCountry(country, systemZone);
        const state = windowState(window, zones, now);
        if (state.open) open.push(country);
        else if (state.changesAtMs !== null) {
          changesAt = Math.min(changesAt ?? Number.POSITIVE_INFINITY, state.changesAtMs);
        }
      }
      return { open, closed: known.length - open.length, changesAt };
    },
    /** A campaign was frozen again under the same id, or is over. */
    forget(campaignId: number): void {
      countries.delete(campaignId);
    },
  };
}

/** See createWindows. */
export type Windows = ReturnType<typeof createWindows>;
