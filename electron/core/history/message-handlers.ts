import { listGatewaysWithoutReports } from '#core/gateways/reports-arrive.ts';
import { extname } from 'node:path';
import { MESSAGE_STATES, summaryOf, type MessageState } from '#shared/campaigns/lifecycle.ts';
import { invalid } from '#shared/contract/errors.ts';
import { getCampaign } from '#core/campaigns/queries.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import {
  countMessages,
  listAttempts,
  nextMessages,
  pageMessages,
  type MessageFilter,
  type MessageRow,
} from '#core/history/queries.ts';
import { toSearchQuery } from '#core/history/search-words.ts';
import type { JobHandle } from '#core/jobs/job-runner.ts';
import type { CallContext } from '#core/ports.ts';
import { resolveExportTarget } from '#core/reports/export-target.ts';
import { writeTable } from '#core/reports/write-table.ts';
import { api } from '#core/rpc/implement.ts';
import type { Db } from '#core/store/db.ts';
import { actorOf } from '#core/users/actor.ts';
import { scopeOf } from '#core/users/scope.ts';
import { toMessage } from '#core/history/to-message.ts';

/** Searches are counted up to here: nobody scrolls further, and counting on costs time per key. */
const MOST_COUNTED = 1_000_000;
/** Rows per read of an export. */
const EXPORT_STEP = 2_000;

type Asked = {
  state?: MessageState;
  summary?: 'success' | 'queue' | 'failure';
  search?: string;
  from?: number;
  to?: number;
};

/** The database filter for what a person asked; null when the search can match nothing. */
function toFilter(
  db: Db,
  asked: Asked,
  { campaignId, userId }: Pick<MessageFilter, 'campaignId' | 'userId'>,
): MessageFilter | null {
  const query = asked.search?.trim() ? toSearchQuery(asked.search) : null;
  if (asked.search?.trim() && query === null) return null;
  const filter: MessageFilter = {
    campaignId,
    states: asked.state ? [asked.state] : null,
    acceptedIsFinalAt: [],
    query,
    userId,
    from: asked.from ?? null,
    to: asked.to ?? null,
  };
  const { summary } = asked;
  if (asked.state || !summary) return filter;
  const silent = listGatewaysWithoutReports(db);
  const states = MESSAGE_STATES.filter((state) => summaryOf(state, true) === summary);
  if (summary === 'success') return { ...filter, states, acceptedIsFinalAt: silent };
  return { ...filter, states };
}

function pageOf(
  db: Db,
  asked: Asked & { offset: number; limit: number },
  whose: Pick<MessageFilter, 'campaignId' | 'userId'>,
) {
  const filter = toFilter(db, asked, whose);
  if (!filter) return { total: 0, rows: [] };
  const total = countMessages(db, filter, MOST_COUNTED);
  return { total, rows: pageMessages(db, filter, asked.offset, asked.limit).map(toMessage) };
}

type ExportDeps = Pick<CoreDeps, 'db' | 'jobs' | 'files'>;

/** A campaign's messages: pages, attempts, export. */
export function createMessageHandlers(deps: ExportDeps) {
  const { db } = deps;
  return {
    messages: api.campaigns.messages.handler(({ input, context }) =>
      pageOf(db, input, { campaignId: input.id, userId: scopeOf(actorOf(context)) }),
    ),
    attempts: api.campaigns.attempts.handler(({ input }) =>
      listAttempts(db, input.messageId).map(({ started_at, finished_at, ...attempt }) => ({
        ...attempt,
        startedAt: started_at,
        finishedAt: finished_at,
      })),
    ),
    export: api.campaigns.export.handler(({ input, context }) => {
      const campaign = getCampaign(db, input.id);
      if (!campaign)
        throw invalid('no-such-campaign', `There is no campaign ${input.id}.`, {
          campaign: input.id,
        });
      const whose = { campaignId: input.id, userId: scopeOf(actorOf(context)) };
      return startExport(deps, context, toFilter(db, input, whose), input, campaign.name);
    }),
  };
}

/** Every message ever frozen: pages and export. */
export function createHistoryHandlers(deps: ExportDeps) {
  const { db } = deps;
  return api.history.router({
    page: api.history.page.handler(({ input, context }) =>
      pageOf(db, input, { campaignId: null, userId: scopeOf(actorOf(context)) }),
    ),
    export: api.history.export.handler(({ input, context }) => {
      const whose = { campaignId: null, userId: scopeOf(actorOf(context)) };
      return startExport(deps, context, toFilter(db, input, whose), input, 'history');
    }),
  });
}

const COLUMNS = [
  { key: 'to', header: 'to', kind: 'text' },
  { key: 'name', header: 'name', kind: 'text' },
  { key: 'text', header: 'text', kind: 'text' },
  { key: 'encoding', header: 'encoding', kind: 'text' },
  { key: 'parts', header: 'parts', kind: 'number' },
  { key: 'state', header: 'state', kind: 'text' },
  { key: 'campaign', header: 'campaign', kind: 'text' },
  { key: 'gateway', header: 'gateway', kind: 'text' },
  { key: 'gatewayId', header: 'gateway id', kind: 'text' },
  { key: 'code', header: 'code', kind: 'text' },
  { key: 'reason', header: 'reason', kind: 'text' },
  { key: 'attempts', header: 'attempts', kind: 'number' },
  { key: 'queuedAt', header: 'queued at', kind: 'text' },
  { key: 'sentAt', header: 'sent at', kind: 'text' },
  { key: 'finalAt', header: 'final at', kind: 'text' },
  { key: 'credits', header: 'credits', kind: 'number' },
] as const;

type Wanted = { format: 'csv' | 'xlsx'; target: { path: string } | { download: true } };

async function startExport(
  deps: ExportDeps,
  context: CallContext,
  filter: MessageFilter | null,
  wanted: Wanted,
  name: string,
): Promise<{ jobId: string }> {
  const { target, format } = wanted;
  if ('path' in target && extname(target.path).toLowerCase() !== `.${format}`) {
    throw invalid('bad-format', `The file name must end in .${format}. Nothing was written.`, {
      format,
    });
  }
  const label = `${name}.${format}`;
  const to = await resolveExportTarget(deps.files, context, target, label);
  const job = deps.jobs.start('export', label, async (handle) => {
    const rows = filter ? exportRows(deps.db, filter, handle) : [];
    const { signal } = handle;
    const written = await writeTable({ format, path: to.path, columns: COLUMNS, rows, signal });
    return to.result(written.rows);
  });
  return { jobId: job.id };
}

function* exportRows(db: Db, filter: MessageFilter, handle: JobHandle) {
  const total = countMessages(db, filter, Number.MAX_SAFE_INTEGER);
  let done = 0;
  for (let after = 0; ;) {
    const step = nextMessages(db, filter, after, EXPORT_STEP);
    for (const row of step) {
      yield {
        to: row.msisdn,
        name: row.name,
        text: row.text,
        encoding: row.encoding,
        parts: row.parts,
        state: row.state,
        campaign: row.campaign_name,
        gateway: row.gateway_name,
        gatewayId: row.gateway_message_id,
        code: row.code,
        reason: reasonOf(row),
        attempts: row.attempts,
        queuedAt: toTime(row.queued_at),
        sentAt: toTime(row.sent_at),
        finalAt: toTime(row.final_at),
        credits: row.charged,
      };
    }
    done += step.length;
    handle.progress(done, total);
    const last = step.at(-1);
    if (!last || step.length < EXPORT_STEP) return;
    after = last.id;
  }
}

/** A number that was found dead says when. */
function reasonOf({ reason, found_dead_at: at }: MessageRow): string | null {
  return at === null ? reason : `${reason} (look-up of ${toTime(at)?.slice(0, 10)})`;
}

function toTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
