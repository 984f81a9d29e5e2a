import { invalid } from '#shared/contract/errors.ts';
import { parseTemplate, type ParsedTemplate } from '#shared/template/parse.ts';
import { listCampaignLists, type CampaignWithGateway } from '#core/campaigns/queries.ts';
import { readRoutes, type RoutePlan } from '#core/routing/route-plan.ts';
import { readSettings } from '#core/settings/handlers.ts';
import type { Db } from '#core/store/db.ts';

/** What decides every recipient's message. */
export type MessagePlan = {
  /** As a person wrote it. */
  text: string;
  template: ParsedTemplate;
  /** Which gateway sends, counts and prices it. */
  routes: RoutePlan;
  listIds: readonly number[];
  dead: DeadChoice;
};

/** What becomes of people whose number a look-up found dead. */
export type DeadChoice = {
  leaveOut: boolean;
  /** Days that a result counts; one that is older only warns. */
  days: number;
  /** Results before this moment are older than that. */
  since: number;
};

const DAY_MS = 86_400_000;

/** Parses a campaign's text. Throws `template-syntax` with the place of the mistake. */
export function parseCampaignText(text: string): ParsedTemplate {
  const parsed = parseTemplate(text);
  if (parsed.ok) return parsed.template;
  throw invalid('template-syntax', `The text cannot be used: ${parsed.message}`, {
    line: parsed.line ?? null,
    column: parsed.column ?? null,
    problem: parsed.message,
  });
}

/** How the messages of a draft would be made now. Throws `template-syntax` and `no-such-gateway`. */
export function makePlan(
  db: Db,
  draft: {
    text: string;
    gatewayId: number;
    routing: boolean;
    listIds: readonly number[];
    leaveOutDead: boolean;
  },
  now: number,
): MessagePlan {
  const { text, listIds, leaveOutDead: leaveOut } = draft;
  const { lookUpDays: days } = readSettings(db);
  const dead = { leaveOut, days, since: now - days * DAY_MS };
  return { text, template: parseCampaignText(text), routes: readRoutes(db, draft), listIds, dead };
}

/** The same for a stored campaign. `leaveOutDead`: instead of what it says. */
export function planOf(
  db: Db,
  row: CampaignWithGateway,
  { now, leaveOutDead = row.leave_out_dead === 1 }: { now: number; leaveOutDead?: boolean },
): MessagePlan {
  const listIds = listCampaignLists(db, row.id).map((list) => list.list_id);
  const { text, gateway_id: gatewayId } = row;
  return makePlan(db, { text, gatewayId, routing: row.routing === 1, listIds, leaveOutDead }, now);
}

/** Whether two plans make the same messages of the same people. */
export function isSamePlan(a: MessagePlan, b: MessagePlan): boolean {
  return (
    a.text === b.text &&
    a.routes.fingerprint === b.routes.fingerprint &&
    a.dead.leaveOut === b.dead.leaveOut &&
    a.dead.days === b.dead.days &&
    a.listIds.join() === b.listIds.join()
  );
}
