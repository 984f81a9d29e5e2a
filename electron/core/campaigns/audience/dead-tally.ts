import type { DeadPeople, Preview } from '#shared/contract/campaign-preview.ts';
import type { Recipient } from '#core/campaigns/audience/evaluate.ts';
import type { DeadChoice } from '#core/campaigns/audience/plan.ts';

type Dead = Preview['dead'];

/** Adds up the people of a preview whose number a look-up found dead. */
export type DeadTally = {
  /** Ignores everybody else, and those who are left out for another reason anyway. */
  add(recipient: Recipient): void;
  totals(): Dead;
};

/** See DeadTally. */
export function createDeadTally({ leaveOut, days, since }: DeadChoice): DeadTally {
  const recent = nobody();
  const old = nobody();
  return {
    add(recipient) {
      const { deadSince: at } = recipient;
      if (at === null) return;
      if (recipient.kind === 'excluded' && recipient.reason !== 'dead-number') return;
      const people = at >= since ? recent : old;
      people.people += 1;
      people.credits += creditsOf(recipient);
      people.oldestAt = Math.min(people.oldestAt ?? at, at);
      people.newestAt = Math.max(people.newestAt ?? at, at);
    },
    totals: () => ({ leftOut: leaveOut, days, recent: { ...recent }, old: { ...old } }),
  };
}

function nobody(): DeadPeople {
  return { people: 0, credits: 0, oldestAt: null, newestAt: null };
}

function creditsOf(recipient: Recipient): number {
  if (recipient.kind === 'excluded') return recipient.saved;
  return recipient.kind === 'message' ? recipient.message.credits : 0;
}

/** What a person should know of them before sending. Only notices: the choice is made already. */
export function deadNotices({ leftOut, days, recent, old }: Dead): Preview['warnings'] {
  const notices: Preview['warnings'] = [];
  const add = (code: string, count: number, message: string) => {
    if (count > 0) notices.push({ code, severity: 'notice', count, message });
  };
  const { people, credits } = recent;
  add(
    leftOut ? 'dead-left-out' : 'dead-sent-to',
    people,
    leftOut
      ? `${people} people are left out because a look-up found that nobody has their number (${daysOf(recent)}). That saves ${credits} credits.`
      : `${people} message(s) go to numbers that a look-up found dead (${daysOf(recent)}) and cost ${credits} credits.`,
  );
  add(
    'dead-old',
    old.people,
    `${old.people} message(s) go to numbers that a look-up found dead more than ${days} days ago (${daysOf(old)}): they may have been given out anew since. They cost ${old.credits} credits; look them up again to be sure.`,
  );
  return notices;
}

/** `2026-11-03` or `2026-11-03 to 2026-11-20`, on this computer's clock. */
function daysOf({ oldestAt, newestAt }: DeadPeople): string {
  const days = [oldestAt, newestAt].map((at) => new Date(at ?? 0).toLocaleDateString('sv-SE'));
  return [...new Set(days)].join(' to ');
}
