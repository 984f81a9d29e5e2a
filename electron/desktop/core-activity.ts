import type { Core } from '#core/create-core.ts';
import type { Logger } from '#core/ports.ts';
import type { CoreEvent } from '#shared/contract/host.ts';
import type { Activity, CoreNews } from '#desktop/core-messages.ts';

/** The tray and the power blocker need no more than this. */
const ACTIVITY_EVERY_MS = 1_000;

/** How many campaigns are looked at for the sum of messages left; more never run at once. */
const MOST_RUNNING = 100;

/**
 * Tells main what it shows without a window: activity (at most once a second), finished and paused
 * campaigns, changed settings. Returns the function that ends it.
 */
export function watchActivity(
  core: Pick<Core, 'client' | 'deps'>,
  tell: (news: CoreNews) => void,
  logger: Logger,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;

  const report = async () => {
    try {
      const activity = await readActivity(core.client);
      if (!ended) tell({ news: 'activity', activity });
    } catch (error) {
      logger.warn({ err: error }, 'the state of sending could not be read');
    }
  };
  const reportSoon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void report();
    }, ACTIVITY_EVERY_MS);
  };
  const onEvent = async (event: CoreEvent) => {
    const news = toNotice(event);
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
  void report();
  return () => {
    ended = true;
    clearTimeout(timer);
    unsubscribe();
  };
}

async function readActivity(client: Core['client']): Promise<Activity> {
  const running = await client.campaigns.page({ state: 'running', limit: MOST_RUNNING });
  const scheduled = await client.campaigns.page({ state: 'scheduled', limit: 1 });
  return {
    running: running.total,
    left: running.rows.reduce((sum, { counts }) => sum + counts.queued + counts.sending, 0),
    scheduled: scheduled.total,
  };
}

function toNotice(event: CoreEvent): CoreNews | undefined {
  if (event.type !== 'campaigns.finished' && event.type !== 'campaigns.paused') return undefined;
  return {
    news: 'notice',
    notice: {
      kind: event.type === 'campaigns.finished' ? 'finished' : 'paused',
      campaignId: event.campaignId,
      name: event.name,
      message: event.type === 'campaigns.paused' ? event.message : '',
    },
  };
}
