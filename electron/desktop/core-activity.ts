import { pageCampaigns } from '#core/campaigns/queries.ts';
import { toStatus } from '#core/campaigns/status.ts';
import type { Core } from '#core/create-core.ts';
import { createEventFilter } from '#core/home/event-filter.ts';
import type { Logger } from '#core/ports.ts';
import type { KeptSession } from '#core/users/kept-session.ts';
import type { CoreEvent } from '#shared/contract/host.ts';
import type { Activity, CoreNews } from '#desktop/core-messages.ts';

/** The tray and the power blocker need no more than this. */
const ACTIVITY_EVERY_MS = 1_000;

/** How many campaigns are looked at for the sum of messages left; more never run at once. */
const MOST_RUNNING = 100;

/**
 * Tells main what it shows without a window: activity (at most once a second), finished and paused
 * campaigns (their names only to whoever may see them), changed settings. Returns the function that ends it.
 */
export function watchActivity(
  core: Pick<Core, 'client' | 'deps'>,
  session: KeptSession,
  tell: (news: CoreNews) => void,
  logger: Logger,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;

  const report = () => {
    try {
      const activity = readActivity(core.deps);
      if (!ended) tell({ news: 'activity', activity });
    } catch (error) {
      logger.warn({ err: error }, 'the state of sending could not be read');
    }
  };
  const reportSoon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      report();
    }, ACTIVITY_EVERY_MS);
  };
  const maySee = createEventFilter(core.deps, { trust: 'session', session });
  const onEvent = async (event: CoreEvent) => {
    const news = maySee(event) ? toNotice(event) : undefined;
    if (news) tell(news);
    if (event.type.startsWith('campaigns.')) reportSoon();
    if (event.type === 'settings.changed') {
      const { language, theme } = await core.client.settings.get();
      tell({ news: 'settings', settings: { language, theme } });
    }
  };

  const unsubscribe = core.deps.bus.subscribe((event) => {
    onEvent(event).catch((error: unknown) =>
      logger.warn({ err: error }, 'an event did not reach the window manager'),
    );
  });
  report();
  return () => {
    ended = true;
    clearTimeout(timer);
    unsubscribe();
  };
}

/** Numbers only, so it needs nobody to be signed in. */
function readActivity({ db, engine }: Core['deps']): Activity {
  const all = { userId: null };
  const running = pageCampaigns(db, { ...all, state: 'running' }, 0, MOST_RUNNING);
  const scheduled = pageCampaigns(db, { ...all, state: 'scheduled' }, 0, 1);
  const counts = running.rows.map((row) => toStatus(db, row, engine.view).counts);
  return {
    running: running.total,
    left: counts.reduce((sum, { queued, sending }) => sum + queued + sending, 0),
    scheduled: scheduled.total,
  };
}

function toNotice(event: CoreEvent): CoreNews | undefined {
  if (event.type !== 'campaigns.finished' && event.type !== 'campaigns.paused') return undefined;
  return {
    news: 'notice',
    notice: {
      kind: event.type === 'campaigns.finished' ? 'finished' : event.goesOn ? 'held' : 'paused',
      campaignId: event.campaignId,
      name: event.name,
      message: event.type === 'campaigns.paused' ? event.message : '',
    },
  };
}
