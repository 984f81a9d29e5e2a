import { invalid } from '#shared/contract/errors.ts';
import type { Reply } from '#shared/contract/replies.ts';
import { searchTerms } from '#core/contacts/search-terms.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { countReplies, pageReplies, settleReply, type ReplyRow } from '#core/replies/queries.ts';
import { api } from '#core/rpc/implement.ts';
import { actorOf } from '#core/users/actor.ts';
import { scopeOf } from '#core/users/scope.ts';

/** Messages from phones: pages, and what a person decides on one. */
export function createRepliesHandlers({ db, bus }: Pick<CoreDeps, 'db' | 'bus'>) {
  return api.replies.router({
    page: api.replies.page.handler(({ input, context }) => {
      const text = (input.search ?? '').trim();
      const [term] = searchTerms(text);
      const digits = term?.kind === 'number' ? term.digits : '';
      const filter = {
        userId: scopeOf(actorOf(context)),
        search: text === '' ? null : { text, digits },
        show: input.show,
      };
      const { offset, limit } = input;
      const rows = pageReplies(db, filter, { offset, limit });
      return { total: countReplies(db, filter), rows: rows.map(toReply) };
    }),
    settle: api.replies.settle.handler(({ input, context }) => {
      if (!settleReply(db, input.replyId, scopeOf(actorOf(context)))) {
        throw invalid(
          'no-such-reply',
          `There is no reply ${input.replyId} that waits for a decision. Nothing was changed.`,
          { id: input.replyId },
        );
      }
      bus.publish({ type: 'replies.changed' });
      return { ok: true as const };
    }),
  });
}

function toReply(row: ReplyRow): Reply {
  const { contactId, contactName, campaignId, campaignName, partTotal, partsHere, ...rest } = row;
  return {
    id: rest.id,
    gatewayName: rest.gatewayName,
    sender: rest.sender,
    recipient: rest.recipient,
    text: rest.text,
    partsMissing: partTotal === null ? 0 : partTotal - (partsHere ?? 0),
    asked: rest.asked,
    keyword: rest.keyword,
    done: rest.done,
    receivedAt: rest.receivedAt,
    contact: contactId === null ? null : { id: contactId, name: contactName ?? '' },
    campaign: campaignId === null ? null : { id: campaignId, name: campaignName ?? '' },
    suppressed: rest.suppressed === 1,
  };
}
