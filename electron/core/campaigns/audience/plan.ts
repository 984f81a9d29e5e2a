import { invalid } from '#shared/contract/errors.ts';
import { parseTemplate, type ParsedTemplate } from '#shared/template/parse.ts';
import { listCampaignLists, type CampaignWithGateway } from '#core/campaigns/queries.ts';
import { readRoutes, type RoutePlan } from '#core/routing/route-plan.ts';
import type { Db } from '#core/store/db.ts';

/** What decides every recipient's message. */
export type MessagePlan = {
  /** As a person wrote it. */
  text: string;
  template: ParsedTemplate;
  /** Which gateway sends, counts and prices it. */
  routes: RoutePlan;
  listIds: readonly number[];
};

/** Parses a campaign's text. Throws `template-syntax` with the place of the mistake. */
export function parseCampaignText(text: string): ParsedTemplate {
  const parsed = parseTemplate(text);
  if (parsed.ok) return parsed.template;
  throw invalid('template-syntax', `The text cannot be used: ${parsed.message}`, {
    line: parsed.line ?? null,
    column: parsed.column ?? null,
  });
}

/** How the messages of a draft would be made now. Throws `template-syntax` and `no-such-gateway`. */
export function makePlan(
  db: Db,
  draft: { text: string; gatewayId: number; routing: boolean; listIds: readonly number[] },
): MessagePlan {
  const { text, listIds } = draft;
  return { text, template: parseCampaignText(text), routes: readRoutes(db, draft), listIds };
}

/** The same for a stored campaign. */
export function planOf(db: Db, row: CampaignWithGateway): MessagePlan {
  return makePlan(db, {
    text: row.text,
    gatewayId: row.gateway_id,
    routing: row.routing === 1,
    listIds: listCampaignLists(db, row.id).map((list) => list.list_id),
  });
}

/** Whether two plans make the same messages of the same people. */
export function isSamePlan(a: MessagePlan, b: MessagePlan): boolean {
  return (
    a.text === b.text &&
    a.routes.fingerprint === b.routes.fingerprint &&
    a.listIds.join() === b.listIds.join()
  );
}
