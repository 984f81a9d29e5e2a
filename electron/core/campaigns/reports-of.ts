import { z } from 'zod';
import { gatewayProfileSchema, type GatewayProfile } from '#shared/gateways/profile.ts';
import type { CampaignWithGateway } from '#core/campaigns/queries.ts';
import { listShares, listSharing } from '#core/campaigns/share-queries.ts';
import { reportsArrive } from '#core/gateways/reports-arrive.ts';
import type { Db } from '#core/store/db.ts';

/** A stored profile, checked on its way in: the row may have been written by an older Siar. */
const storedProfile = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(gatewayProfileSchema);

const profiles = new Map<string, GatewayProfile>();

/** Parses a stored gateway profile; remembered, because every status document needs it. */
export function parseProfile(text: string): GatewayProfile {
  let profile = profiles.get(text);
  if (!profile) {
    profile = storedProfile.parse(text);
    if (profiles.size > 100) profiles.clear();
    profiles.set(text, profile);
  }
  return profile;
}

type GatewayColumns = Pick<
  CampaignWithGateway,
  'gateway_driver' | 'gateway_profile' | 'gateway_dlr_listen' | 'gateway_relayed'
>;

/** See reportsArrive. */
export function receivesReports(row: GatewayColumns): boolean {
  return reportsArrive({
    driver: row.gateway_driver,
    profile: parseProfile(row.gateway_profile),
    isCallable: row.gateway_dlr_listen !== null || row.gateway_relayed === 1,
  });
}

/** Gateways of a campaign from which delivery reports come; of the others “accepted” is the last word. */
export function reportingGateways(db: Db, row: CampaignWithGateway): Set<number> {
  const reporting = new Set(receivesReports(row) ? [row.gateway_id] : []);
  for (const other of listSharing(db, row.id, row.gateway_id)) {
    if (receivesReports(other)) reporting.add(other.gateway_id);
  }
  return reporting;
}

/** Whether delivery reports come for any of a campaign's messages; of a draft: for its own gateway's. */
export function givesReports(db: Db, row: CampaignWithGateway): boolean {
  const sends = new Set(
    listShares(db, row.id).flatMap((share) => (share.messages > 0 ? [share.gateway_id] : [])),
  );
  const reporting = reportingGateways(db, row);
  return sends.size === 0
    ? reporting.has(row.gateway_id)
    : [...sends].some((id) => reporting.has(id));
}
