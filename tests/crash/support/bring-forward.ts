import type { Core } from '#core/create-core.ts';
import { aGateway } from '#tests/support/test-core.ts';
import { aList, people } from '#tests/support/people.ts';

/** What one campaign of the crash test is. */
export type Work = { url: string; people: number; rate: number };

/**
 * Brings whatever it finds in the folder forward until nothing is left to send: no campaign yet, a
 * draft, one that was interrupted, one that paused because answers failed. Decides nothing about
 * uncertain messages.
 */
export async function bringForward(core: Core, work: Work, isOver: () => boolean): Promise<void> {
  const { client } = core;
  const id = await findOrMake(core, work);
  for (;;) {
    const { state } = await client.campaigns.get({ id });
    if (state === 'finished' || isOver()) return;
    if (state === 'draft') await client.campaigns.start({ id });
    else if (state === 'paused') await client.campaigns.resume({ id });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Each step may be there already: the process before was killed after it. */
async function findOrMake(core: Core, work: Work): Promise<number> {
  const { client } = core;
  const [known] = (await client.campaigns.page({})).rows;
  if (known) return known.id;
  const gatewayId = (await client.gateways.all())[0]?.id ?? (await aGateway(core, work));
  const listId = (await client.lists.all())[0]?.id ?? aList(core.deps.db, people(work.people));
  const draft = { name: 'Crash', text: 'Hello', window: 'always', missed: 'send' as const };
  return (await client.campaigns.create({ ...draft, gatewayId, listIds: [listId] })).id;
}
