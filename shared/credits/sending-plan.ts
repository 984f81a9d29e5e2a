import type { GatewayCap } from '#shared/gateways/cap.ts';
import type { SendingWindow } from '#shared/schedule/window.ts';

/** Messages of one campaign that leave by one gateway, under the same hours. */
export type PlannedGroup = {
  gatewayId: number;
  messages: number;
  parts: number;
  /** Of all these messages together. */
  credits: number;
  /** The window must be open in all of them. */
  zones: readonly string[];
  /** Retries that wait: not before this moment, ms. Null: a first attempt. */
  againAt: number | null;
};

/** A campaign with something left to send. */
export type PlannedCampaign = {
  id: number;
  /** In the order in which the sender serves them. */
  groups: readonly PlannedGroup[];
  window: SendingWindow;
  /** Not before this moment, ms. */
  startsAt: number;
  urgent: boolean;
  /** Its own limit over all its gateways, messages per second; null: none. */
  rate: number | null;
};

/** A cap, and how much of it is used already, since when (ms; null: none of it). */
export type PlannedCap = { cap: GatewayCap; used: number; since: number | null };

/** A gateway that something is going to leave through. */
export type PlannedGateway = {
  id: number;
  /** Messages per second. */
  rate: number;
  caps: readonly PlannedCap[];
  /** What can still be spent; null: not known, and so never ends. */
  credits: number | null;
};

/** All that is going to leave, and by which gateways. */
export type SendingPlan = {
  now: number;
  gateways: readonly PlannedGateway[];
  campaigns: readonly PlannedCampaign[];
};
