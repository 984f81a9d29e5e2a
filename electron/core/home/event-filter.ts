import type { CoreEvent } from '#shared/contract/host.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { CallContext } from '#core/ports.ts';
import { isKept } from '#core/users/kept-session.ts';
import { isForeignCampaign } from '#core/users/row-queries.ts';
import { maySeeWorkOf, scopeOf } from '#core/users/scope.ts';

/** What a listener may hear of an event; null: nothing. */
export type EventFilter = (event: CoreEvent) => CoreEvent | null;

/**
 * Events carry names, so each is looked at when it happens: a locked page or one nobody is signed in
 * at hears nothing but that users changed, a sender nothing of other people's campaigns and tasks.
 */
export function createEventFilter(
  { db, jobs, sessions }: Pick<CoreDeps, 'db' | 'jobs' | 'sessions'>,
  { session }: CallContext,
): EventFilter {
  return (event) => {
    if (isKept(session)) sessions.settle(session);
    if (event.type === 'users.changed') return event;
    const { actor } = session;
    if (actor === null) return null;
    if (event.type === 'jobs.changed') {
      return maySeeWorkOf(actor, jobs.userOf(event.job.id)) ? event : null;
    }
    const userId = scopeOf(actor);
    if (userId === null) return event;
    if (event.type === 'campaigns.changed') {
      const campaignIds = event.campaignIds.filter((id) => !isForeignCampaign(db, id, userId));
      return campaignIds.length > 0 ? { ...event, campaignIds } : null;
    }
    if (event.type === 'replies.stopped') {
      const { campaignId } = event;
      return campaignId === null || isForeignCampaign(db, campaignId, userId) ? null : event;
    }
    if (event.type === 'campaigns.finished' || event.type === 'campaigns.paused') {
      return isForeignCampaign(db, event.campaignId, userId) ? null : event;
    }
    return event;
  };
}
