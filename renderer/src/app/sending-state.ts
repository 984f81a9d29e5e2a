import type { Campaign } from '#shared/contract/campaigns.ts';
import type { Overview } from '#shared/contract/host.ts';

/** What the foot of the rail says; `campaign` is the one a click leads to. */
export type SendingState =
  | { kind: 'idle' }
  | { kind: 'sending'; campaign: Campaign; left: number; ratePerSecond: number }
  | { kind: 'waiting'; campaign: Campaign; until: number }
  | { kind: 'paused'; campaign: Campaign; count: number }
  | { kind: 'due'; campaign: Campaign; at: number };

function leftIn({ counts }: Campaign): number {
  return counts.queued + counts.sending;
}

/**
 * The one thing a person should know now. A campaign that stands still and needs a person comes before
 * one that runs by itself; one that merely waits comes last.
 */
export function sendingState(overview: Overview): SendingState {
  const sending = overview.running.filter(
    (campaign) => (campaign.live?.waitsUntil ?? null) === null,
  );
  const [paused] = overview.paused;
  const [first] = sending;
  if (first === undefined && paused !== undefined) {
    return { kind: 'paused', campaign: paused, count: overview.paused.length };
  }
  if (first !== undefined) {
    return {
      kind: 'sending',
      campaign: first,
      left: sending.reduce((sum, campaign) => sum + leftIn(campaign), 0),
      ratePerSecond: sending.reduce((sum, { live }) => sum + (live?.ratePerSecond ?? 0), 0),
    };
  }
  for (const campaign of overview.running) {
    const until = campaign.live?.waitsUntil ?? null;
    if (until !== null) return { kind: 'waiting', campaign, until };
  }
  const [due] = overview.due
    .filter((campaign) => campaign.scheduledAt !== null)
    .toSorted((a, b) => (a.scheduledAt ?? 0) - (b.scheduledAt ?? 0));
  if (due !== undefined) return { kind: 'due', campaign: due, at: due.scheduledAt ?? 0 };
  return { kind: 'idle' };
}
