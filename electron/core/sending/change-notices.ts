import type { EventBus } from '#core/rpc/event-bus.ts';

/** Screens are told at most this often that campaigns moved. */
const EVERY_MS = 250;

/** Gathers changes of campaigns and publishes them as one event: never one per message. */
export function createChangeNotices(bus: EventBus) {
  const changed = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (changed.size === 0) return;
    const campaignIds = [...changed];
    changed.clear();
    bus.publish({ type: 'campaigns.changed', campaignIds });
  };
  return {
    changed(campaignId: number): void {
      changed.add(campaignId);
      timer ??= setTimeout(flush, EVERY_MS);
    },
    flush,
  };
}
