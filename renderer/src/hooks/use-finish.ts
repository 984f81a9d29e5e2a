import { useRunway } from '#renderer/hooks/use-runway.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/**
 * When nothing of a running campaign is left to send, by the forecast that knows sending hours, caps and
 * the campaigns beside it; by its present speed until that is there. Null: nobody can say.
 */
export function useFinish({ id, live }: Campaign): number | null {
  const { data } = useRunway();
  const courses = (data ?? [])
    .flatMap((runway) => runway.courses)
    .filter(({ campaignId }) => campaignId === id);
  if (live === null) return null;
  if (courses.length === 0) return live.finishesAt;
  const ends = courses.map(({ finishesAt }) => finishesAt ?? Number.POSITIVE_INFINITY);
  const last = Math.max(...ends);
  return Number.isFinite(last) ? last : null;
}
