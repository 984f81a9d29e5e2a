import type { DriverName } from '#shared/contract/gateways.ts';
import {
  assertCampaignMove,
  type CampaignState,
  type MessageState,
} from '#shared/campaigns/lifecycle.ts';
import { savePacing, type Pacing, type PacingRow } from '#core/campaigns/pacing-queries.ts';
import type { PauseReason } from '#shared/contract/campaign-status.ts';
import type { Db } from '#core/store/db.ts';
import { statement, transaction } from '#core/store/statement.ts';

/** A campaign as stored. */
export type CampaignRow = {
  id: number;
  name: string;
  kind: 'campaign' | 'test';
  state: CampaignState;
  text: string;
  template_id: number | null;
  gateway_id: number;
  scheduled_at: number | null;
  sending_window: string;
  time_zone: string | null;
  rate: number | null;
  routing: 0 | 1;
  leave_out_dead: 0 | 1;
  /** Left out when it was frozen, and the credits that saved. */
  dead_left_out: number;
  dead_credits: number;
  /** See migration 205; they mean something only while the pause code is `moving`. */
  moving_from: number | null;
  moving_to: number | null;
  pause_code: PauseReason['code'] | null;
  pause_message: string | null;
  predicted: number;
  /** Whose; null: the house's. */
  user_id: number | null;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
} & PacingRow;

/** A campaign with its gateway's name and profile (JSON), as pages show it. */
export type CampaignWithGateway = CampaignRow & {
  gateway_name: string;
  gateway_driver: DriverName;
  gateway_profile: string;
  gateway_rate: number;
  gateway_dlr_listen: string | null;
  gateway_relayed: 0 | 1;
};

const WITH_GATEWAY = `
  SELECT c.*, g.name AS gateway_name, g.driver AS gateway_driver, g.profile AS gateway_profile,
    g.rate AS gateway_rate, g.dlr_listen AS gateway_dlr_listen,
    EXISTS (SELECT 1 FROM gateway_relays WHERE gateway_id = g.id) AS gateway_relayed
  FROM campaigns c JOIN gateways g ON g.id = c.gateway_id`;

/** One campaign, or undefined. */
export function getCampaign(db: Db, id: number): CampaignWithGateway | undefined {
  return statement<CampaignWithGateway>(db, `${WITH_GATEWAY} WHERE c.id = ?`).get(id);
}

/** The campaigns of exactly this name (case ignored), newest first; `userId` null: everybody's. */
export function findCampaignsByName(
  db: Db,
  name: string,
  userId: number | null,
): CampaignWithGateway[] {
  return statement<CampaignWithGateway>(
    db,
    `${WITH_GATEWAY} WHERE c.kind = 'campaign' AND c.name = @name COLLATE NOCASE
       AND (@userId IS NULL OR c.user_id = @userId) ORDER BY c.id DESC`,
  ).all({ name, userId });
}

/** Filter of the campaigns page; `search` matches anywhere in the name. `userId` null: everybody's. */
export type CampaignFilter = { state?: CampaignState; search?: string; userId: number | null };

/** A page of campaigns, newest first, and how many there are. Campaigns number in the hundreds. */
export function pageCampaigns(
  db: Db,
  filter: CampaignFilter,
  offset: number,
  limit: number,
): { total: number; rows: CampaignWithGateway[] } {
  const where = `WHERE c.kind = 'campaign' AND (@state IS NULL OR c.state = @state)
    AND (@search IS NULL OR instr(lower(c.name), lower(@search)) > 0)
    AND (@userId IS NULL OR c.user_id = @userId)`;
  const state = filter.state ?? null;
  const search = filter.search?.trim() || null;
  const { userId } = filter;
  const total = statement<{ n: number }>(db, `SELECT count(*) AS n FROM campaigns c ${where}`).get({
    state,
    search,
    userId,
  });
  const rows = statement<CampaignWithGateway>(
    db,
    `${WITH_GATEWAY} ${where} ORDER BY c.id DESC LIMIT @limit OFFSET @offset`,
  ).all({ state, search, userId, limit, offset });
  return { total: total?.n ?? 0, rows };
}

/** Campaigns in any of these states, oldest first; `userId` null: everybody's. */
export function listCampaignsIn(
  db: Db,
  states: readonly CampaignState[],
  userId: number | null,
): CampaignWithGateway[] {
  return statement<CampaignWithGateway>(
    db,
    `${WITH_GATEWAY} WHERE c.kind = 'campaign' AND c.state IN (SELECT value FROM json_each(@states))
       AND (@userId IS NULL OR c.user_id = @userId) ORDER BY c.id`,
  ).all({ states: JSON.stringify(states), userId });
}

/** Lists of a campaign with the names they had when it was saved. */
export function listCampaignLists(
  db: Db,
  campaignId: number,
): { list_id: number; list_name: string }[] {
  return statement<{ list_id: number; list_name: string }>(
    db,
    'SELECT list_id, list_name FROM campaign_lists WHERE campaign_id = ? ORDER BY list_id',
  ).all(campaignId);
}

/** Lists that exist among these ids. */
export function listsByIds(db: Db, ids: readonly number[]): { id: number; name: string }[] {
  return statement<{ id: number; name: string }>(
    db,
    'SELECT id, name FROM lists WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id',
  ).all(JSON.stringify(ids));
}

/** The name, driver and profile (JSON) of a gateway that is not removed. */
export function getGatewayForCampaign(
  db: Db,
  id: number,
): { id: number; name: string; driver: string; profile: string; rate: number } | undefined {
  return statement<{ id: number; name: string; driver: string; profile: string; rate: number }>(
    db,
    'SELECT id, name, driver, profile, rate FROM gateways WHERE id = ? AND removed_at IS NULL',
  ).get(id);
}

/** What a person decides about a campaign. */
export type CampaignInput = {
  name: string;
  text: string;
  templateId: number | null;
  gatewayId: number;
  scheduledAt: number | null;
  window: string;
  timeZone: string | null;
  rate: number | null;
  routing: boolean;
  leaveOutDead: boolean;
  lists: readonly { id: number; name: string }[];
} & Pacing;

/** Stores a new draft of a user (null: of the house) and answers its id. */
export function insertCampaign(
  db: Db,
  input: CampaignInput,
  userId: number | null,
  now: number,
): number {
  return transaction(db, () => {
    const { lastInsertRowid } = statement(
      db,
      `INSERT INTO campaigns (name, state, text, template_id, gateway_id, scheduled_at, sending_window, time_zone, rate, routing, leave_out_dead, user_id, created_at)
       VALUES (?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(...columns(input), userId, now);
    const id = Number(lastInsertRowid);
    replaceLists(db, id, input.lists);
    savePacing(db, id, input);
    return id;
  });
}

/** Changes a draft. */
export function updateCampaign(db: Db, id: number, input: CampaignInput): void {
  transaction(db, () => {
    statement(
      db,
      `UPDATE campaigns SET name = ?, text = ?, template_id = ?, gateway_id = ?, scheduled_at = ?,
         sending_window = ?, time_zone = ?, rate = ?, routing = ?, leave_out_dead = ? WHERE id = ? AND state = 'draft'`,
    ).run(...columns(input), id);
    replaceLists(db, id, input.lists);
    savePacing(db, id, input);
  });
}

function columns(input: CampaignInput) {
  return [
    input.name,
    input.text,
    input.templateId,
    input.gatewayId,
    input.scheduledAt,
    input.window,
    input.timeZone,
    input.rate,
    input.routing ? 1 : 0,
    input.leaveOutDead ? 1 : 0,
  ] as const;
}

function replaceLists(db: Db, id: number, lists: CampaignInput['lists']): void {
  statement(db, 'DELETE FROM campaign_lists WHERE campaign_id = ?').run(id);
  const insert = statement(db, 'INSERT INTO campaign_lists VALUES (?, ?, ?)');
  for (const list of lists) insert.run(id, list.id, list.name);
}

/** Changes what a draft says of people whose number is dead. */
export function saveLeaveOutDead(db: Db, id: number, leaveOut: boolean): void {
  statement(db, "UPDATE campaigns SET leave_out_dead = ? WHERE id = ? AND state = 'draft'").run(
    leaveOut ? 1 : 0,
    id,
  );
}

/** Removes a draft. */
export function deleteCampaign(db: Db, id: number): void {
  statement(db, "DELETE FROM campaigns WHERE id = ? AND state = 'draft'").run(id);
}

/** What else changes with a campaign's state. */
export type StateChange = {
  pause?: PauseReason;
  scheduledAt?: number | null;
  startedAt?: number;
  finishedAt?: number | null;
};

/**
 * Moves a campaign if it still is in `from`; answers whether it was. The pause reason is set with
 * `paused` and cleared by every other state. `startedAt` is kept once set.
 */
export function moveCampaign(
  db: Db,
  id: number,
  from: CampaignState,
  to: CampaignState,
  change: StateChange = {},
): boolean {
  assertCampaignMove(from, to);
  const result = statement(
    db,
    `UPDATE campaigns SET state = @to, pause_code = @pauseCode, pause_message = @pauseMessage,
       scheduled_at = CASE WHEN @setsScheduled THEN @scheduledAt ELSE scheduled_at END,
       started_at = coalesce(started_at, @startedAt),
       finished_at = CASE WHEN @setsFinished THEN @finishedAt ELSE finished_at END
     WHERE id = @id AND state = @from`,
  ).run({
    id,
    from,
    to,
    pauseCode: change.pause?.code ?? null,
    pauseMessage: change.pause?.message ?? null,
    setsScheduled: change.scheduledAt === undefined ? 0 : 1,
    scheduledAt: change.scheduledAt ?? null,
    startedAt: change.startedAt ?? null,
    setsFinished: change.finishedAt === undefined ? 0 : 1,
    finishedAt: change.finishedAt ?? null,
  });
  return result.changes === 1;
}

/** Says anew why a paused campaign stands still. */
export function setPauseReason(db: Db, id: number, { code, message }: PauseReason): void {
  statement(
    db,
    "UPDATE campaigns SET pause_code = ?, pause_message = ? WHERE id = ? AND state = 'paused'",
  ).run(code, message, id);
}

/** Messages, predicted credits and charged credits of a campaign per state. Eleven rows at most. */
export function listCounts(
  db: Db,
  campaignId: number,
): { state: MessageState; messages: number; credits: number; charged: number }[] {
  return statement<{ state: MessageState; messages: number; credits: number; charged: number }>(
    db,
    'SELECT state, messages, credits, charged FROM campaign_counts WHERE campaign_id = ?',
  ).all(campaignId);
}
