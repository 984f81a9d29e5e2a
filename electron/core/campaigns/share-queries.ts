import type { MessageState } from '#shared/campaigns/lifecycle.ts';
import type { DriverName } from '#shared/contract/gateways.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A campaign's messages of one state at one gateway. */
export type Share = {
  gateway_id: number;
  gateway_name: string;
  state: MessageState;
  messages: number;
  credits: number;
  charged: number;
};

/** A campaign by gateway and state: kept counters, eleven rows at most for each gateway. */
export function listShares(db: Db, campaignId: number): Share[] {
  return statement<Share>(
    db,
    `SELECT k.gateway_id, g.name AS gateway_name, k.state, k.messages, k.credits, k.charged
     FROM campaign_gateway_counts k JOIN gateways g ON g.id = k.gateway_id
     WHERE k.campaign_id = ? AND (k.messages <> 0 OR k.charged <> 0) ORDER BY k.gateway_id`,
  ).all(campaignId);
}

/** What decides whether a gateway's delivery reports come (see reportsArrive). */
export type SharingGateway = {
  gateway_id: number;
  gateway_driver: DriverName;
  gateway_profile: string;
  gateway_dlr_listen: string | null;
  gateway_relayed: 0 | 1;
};

/** The gateways that have messages of a campaign, without its own: mostly none. */
export function listSharing(db: Db, campaignId: number, ownId: number): SharingGateway[] {
  return statement<SharingGateway>(
    db,
    `SELECT g.id AS gateway_id, g.driver AS gateway_driver, g.profile AS gateway_profile,
       g.dlr_listen AS gateway_dlr_listen,
       EXISTS (SELECT 1 FROM gateway_relays WHERE gateway_id = g.id) AS gateway_relayed
     FROM gateways g WHERE g.id <> @ownId AND g.id IN
       (SELECT gateway_id FROM campaign_gateway_counts WHERE campaign_id = @campaignId)`,
  ).all({ campaignId, ownId });
}
