import type { MessageState } from '#shared/campaigns/lifecycle.ts';

/** Figures of the messages that share a gateway, a state, a country, a prefix and a step of time. */
export type Fact = {
  gatewayId: number;
  state: MessageState;
  /** Why they were left out; null: they were not. */
  leftOutFor: string | null;
  country: string;
  /** First digits of the number (see PREFIX in facts-queries.ts). */
  prefix: string;
  /** Start of the step in which they were handed over (wall ms); null: they never left. */
  at: number | null;
  messages: number;
  parts: number;
  predicted: number;
  charged: number;
  attempts: number;
  /** Messages of more than one attempt. */
  again: number;
};

/** What facts are made of: a campaign, or those of its people who are in a list. */
export type FactsRequest = {
  campaignId: number;
  listId: number | null;
  /** Length of a step, ms. */
  stepMs: number;
  /** What local time is ahead of UTC, ms, so that days and hours begin where people see them begin. */
  aheadMs: number;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = [
  SECOND,
  5 * SECOND,
  15 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  24 * HOUR,
];
const MOST_STEPS = 96;

/** The finest round step that cuts a span of time into a chart's worth of pieces. */
export function stepFor(spanMs: number): number {
  const days = Math.ceil(spanMs / MOST_STEPS / (24 * HOUR)) * 24 * HOUR;
  return STEPS.find((step) => spanMs / step <= MOST_STEPS) ?? days;
}
