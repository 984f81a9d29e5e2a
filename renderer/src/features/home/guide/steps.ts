import type { Campaign } from '#shared/contract/campaigns.ts';
import type { Overview } from '#shared/contract/host.ts';

/** The five steps from nothing to a delivered message. */
export const STEPS = ['gateway', 'contacts', 'message', 'send', 'delivered'] as const;

/** See STEPS. */
export type Step = (typeof STEPS)[number];

/**
 * How the steps are gone: with practice gateways, where made-up people can be written to, or with a
 * gateway of one's own, where every message reaches a phone and costs credits.
 */
export type Way = 'practice' | 'own';

/** `own` once there are gateways and none of them is for practice. */
export function wayOf(gateways: readonly { practice: boolean }[]): Way {
  return gateways.length > 0 && gateways.every(({ practice }) => !practice) ? 'own' : 'practice';
}

/** Which steps are done, told from what exists; nothing about the guide itself is stored. */
export function doneSteps(
  overview: Pick<Overview, 'gateways' | 'contacts'>,
  campaigns: readonly Pick<Campaign, 'state' | 'summary'>[],
): ReadonlySet<Step> {
  const done = new Set<Step>();
  if (overview.gateways > 0) done.add('gateway');
  if (overview.contacts > 0) done.add('contacts');
  if (campaigns.length > 0) done.add('message');
  if (campaigns.some(({ state }) => state !== 'draft')) done.add('send');
  if (campaigns.some(({ summary }) => summary.success > 0)) done.add('delivered');
  return done;
}

/** The first step that is not done; null when all are. */
export function currentStep(done: ReadonlySet<Step>): Step | null {
  return STEPS.find((step) => !done.has(step)) ?? null;
}
