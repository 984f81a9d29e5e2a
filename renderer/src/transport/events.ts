import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { CoreEvent } from '#shared/contract/host.ts';
import { formatMsisdn } from '#shared/phone/format.ts';
import { i18n } from '#renderer/i18n/i18n.ts';
import { notifyNotice } from '#renderer/lib/notify.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import { useConnectionStore } from '#renderer/transport/connection-store.ts';

/** Which answers an event makes old. */
function keysOf(event: CoreEvent): QueryKey[] {
  switch (event.type) {
    case 'contacts.changed':
      return [
        orpc.contacts.key(),
        orpc.lists.key(),
        orpc.suppressions.key(),
        orpc.replies.key(),
        orpc.host.overview.key(),
      ];
    case 'templates.changed':
      return [orpc.templates.key(), orpc.approvals.key(), orpc.host.overview.key()];
    case 'gateways.changed':
      return [
        orpc.gateways.key(),
        orpc.relays.key(),
        orpc.routing.key(),
        orpc.retries.key(),
        orpc.host.overview.key(),
        orpc.credits.key(),
        orpc.rates.key(),
        orpc.balances.key(),
      ];
    case 'otp.changed':
      return [
        orpc.otp.page.key(),
        orpc.otp.get.key(),
        orpc.gateways.practiceInbox.key(),
        orpc.credits.key(),
      ];
    case 'look-ups.changed':
      return [orpc.lookUps.latest.key(), orpc.credits.key()];
    case 'top-ups.changed':
      return [orpc.topUps.key(), orpc.packages.key()];
    case 'credits.changed':
      return [orpc.credits.key(), orpc.balances.key()];
    case 'balance.low':
      return [orpc.balances.key()];
    case 'replies.changed':
    case 'replies.stopped':
      return [orpc.replies.key()];
    case 'settings.changed':
      return [orpc.settings.key(), orpc.safety.key()];
    case 'campaigns.changed':
    case 'campaigns.finished':
    case 'campaigns.paused':
      return [
        orpc.campaigns.key(),
        orpc.uncertain.key(),
        orpc.history.key(),
        orpc.reports.key(),
        orpc.contacts.timeline.key(),
        orpc.credits.key(),
        // Balances and runway ask by themselves while something is sent: they cost more than counters.
        ...(event.type === 'campaigns.changed' ? [] : [orpc.balances.key()]),
        orpc.gateways.practiceInbox.key(),
        orpc.host.guard.key(),
        orpc.host.overview.key(),
      ];
    case 'users.changed':
      return [orpc.users.key(), orpc.session.key(), orpc.audit.key()];
    case 'jobs.changed':
      return [orpc.jobs.key()];
  }
}

function tell(event: CoreEvent): void {
  if (event.type === 'campaigns.finished') {
    notifyNotice(i18n.t('common:event.finished'), event.name, 'siar');
  }
  if (event.type === 'replies.stopped') {
    const number = /^\+(\d+)$/.exec(event.name)?.[1];
    const name = number === undefined ? event.name : formatMsisdn(number);
    notifyNotice(
      i18n.t('common:event.stopped', { name }),
      i18n.t('common:event.stoppedText'),
      'siar',
      event.type,
    );
  }
  if (event.type === 'balance.low') {
    const { name, balance, level } = event;
    notifyNotice(
      i18n.t('common:event.low', { name }),
      i18n.t('common:event.lowBalance', { balance, level }),
      'orange',
    );
  }
  if (event.type === 'campaigns.paused') {
    const { name, message, goesOn } = event;
    const title = i18n.t(`common:event.${goesOn ? 'held' : 'paused'}`, { name });
    notifyNotice(title, inWords(message), 'orange');
  }
}

async function follow(queries: QueryClient, signal: AbortSignal): Promise<void> {
  try {
    for await (const event of await client.host.events(undefined, { signal })) {
      for (const queryKey of keysOf(event)) void queries.invalidateQueries({ queryKey });
      tell(event);
    }
  } catch {
    // The connection broke; the next one subscribes again and every query asks again.
  }
}

/** Listens to the core as long as the page lives, once per connection. */
export function followEvents(queries: QueryClient): void {
  let running: AbortController | null = null;
  let connectedBefore = false;
  const restart = () => {
    running?.abort();
    running = null;
    if (useConnectionStore.getState().status !== 'open') return;
    running = new AbortController();
    // What happened without a connection was told to nobody: answers of pages not in view are old too.
    if (connectedBefore) void queries.invalidateQueries();
    connectedBefore = true;
    void follow(queries, running.signal);
  };
  restart();
  useConnectionStore.subscribe(restart);
}
