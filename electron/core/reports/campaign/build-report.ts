import { MESSAGE_STATES, summaryOf } from '#shared/campaigns/lifecycle.ts';
import type { CampaignReport, Outcome, ReportFilter } from '#shared/contract/campaign-report.ts';
import type { Fact } from '#core/reports/campaign/facts.ts';

/** Most rows of the breakdown by prefix; the others are few messages each. */
const MOST_PREFIXES = 60;

/** The figures of a report. */
export type ReportFigures = Pick<
  CampaignReport,
  'totals' | 'overTime' | 'byState' | 'leftOut' | 'byCountry' | 'byPrefix'
> & {
  byGateway: (Outcome & { gatewayId: number })[];
  choices: Omit<CampaignReport['choices'], 'lists'>;
};

/** What facts are judged by. */
type Judge = {
  stepMs: number;
  /** Gateways from which delivery reports come. */
  reporting: ReadonlySet<number>;
};

/** Adds facts up into a report. Every breakdown is of the same messages, those that fit the filter. */
export function buildReport(
  all: readonly Fact[],
  filter: Omit<ReportFilter, 'listId'>,
  judge: Judge,
): ReportFigures {
  const facts = all.filter((fact) => fits(fact, filter, judge));
  return {
    totals: totalsOf(facts, judge),
    overTime: overTimeOf(facts, judge),
    byState: byStateOf(facts),
    leftOut: leftOutOf(facts),
    byGateway: groupsOf(facts, judge, ({ gatewayId }) => String(gatewayId)).map(
      ({ first, outcome }) => ({ gatewayId: first.gatewayId, ...outcome }),
    ),
    byCountry: groupsOf(facts, judge, ({ country }) => country).map(({ first, outcome }) => ({
      country: first.country,
      ...outcome,
    })),
    byPrefix: groupsOf(facts, judge, ({ prefix }) => prefix)
      .slice(0, MOST_PREFIXES)
      .map(({ first, outcome }) => ({
        country: first.country,
        prefix: first.prefix,
        ...outcome,
      })),
    choices: {
      countries: [...new Set(all.map(({ country }) => country))].toSorted(),
      prefixes: [...new Set(all.map(({ prefix }) => prefix))].toSorted(),
    },
  };
}

/** Whether facts belong to a filtered report. */
export function fits(fact: Fact, filter: Omit<ReportFilter, 'listId'>, judge: Judge): boolean {
  const { from, to, state, summary, country, prefix } = filter;
  if (state !== undefined && fact.state !== state) return false;
  if (
    summary !== undefined &&
    summaryOf(fact.state, judge.reporting.has(fact.gatewayId)) !== summary
  )
    return false;
  if (country !== undefined && fact.country !== country) return false;
  if (prefix !== undefined && fact.prefix !== prefix) return false;
  if (from === undefined && to === undefined) return true;
  // A step counts when any of it is wanted; what never left has no time.
  if (fact.at === null) return false;
  return (
    (from === undefined || fact.at + judge.stepMs > from) && (to === undefined || fact.at < to)
  );
}

function emptyOutcome(): Outcome {
  return {
    messages: 0,
    success: 0,
    queue: 0,
    failure: 0,
    notSent: 0,
    parts: 0,
    predicted: 0,
    charged: 0,
  };
}

function addTo(outcome: Outcome, fact: Fact, judge: Judge): void {
  const word = summaryOf(fact.state, judge.reporting.has(fact.gatewayId));
  outcome.messages += fact.messages;
  outcome[word === 'none' ? 'notSent' : word] += fact.messages;
  outcome.parts += fact.parts;
  outcome.predicted += fact.predicted;
  outcome.charged += fact.charged;
}

function totalsOf(facts: readonly Fact[], judge: Judge): CampaignReport['totals'] {
  const outcome = emptyOutcome();
  const counts: CampaignReport['totals']['counts'] = {
    frozen: 0,
    excluded: 0,
    queued: 0,
    sending: 0,
    accepted: 0,
    delivered: 0,
    undelivered: 0,
    expired: 0,
    rejected: 0,
    uncertain: 0,
    cancelled: 0,
  };
  let attempts = 0;
  let again = 0;
  for (const fact of facts) {
    addTo(outcome, fact, judge);
    counts.frozen += fact.messages;
    counts[fact.state] += fact.messages;
    attempts += fact.attempts;
    again += fact.again;
  }
  return { ...outcome, counts, attempts, again };
}

function overTimeOf(facts: readonly Fact[], judge: Judge): CampaignReport['overTime'] {
  const steps = new Map<number, CampaignReport['overTime'][number]>();
  for (const { at, state, messages, charged, gatewayId } of facts) {
    const word = summaryOf(state, judge.reporting.has(gatewayId));
    if (at === null || word === 'none') continue;
    const step = steps.get(at) ?? { at, success: 0, queue: 0, failure: 0, charged: 0 };
    step[word] += messages;
    step.charged += charged;
    steps.set(at, step);
  }
  const times = [...steps.keys()];
  if (times.length === 0) return [];
  const first = Math.min(...times);
  const last = Math.max(...times);
  const length = Math.min(500, Math.round((last - first) / judge.stepMs) + 1);
  return Array.from({ length }, (_, i) => {
    const at = first + i * judge.stepMs;
    return steps.get(at) ?? { at, success: 0, queue: 0, failure: 0, charged: 0 };
  });
}

function byStateOf(facts: readonly Fact[]): CampaignReport['byState'] {
  const groups = Map.groupBy(facts, ({ state }) => state);
  return MESSAGE_STATES.filter((state) => groups.has(state)).map((state) => {
    const sum = { state, messages: 0, parts: 0, predicted: 0, charged: 0 };
    for (const fact of groups.get(state) ?? []) {
      sum.messages += fact.messages;
      sum.parts += fact.parts;
      sum.predicted += fact.predicted;
      sum.charged += fact.charged;
    }
    return sum;
  });
}

function leftOutOf(facts: readonly Fact[]): CampaignReport['leftOut'] {
  const groups = Map.groupBy(facts, ({ leftOutFor }) => leftOutFor);
  return [...groups].flatMap(([reason, group]) =>
    reason === null
      ? []
      : [{ reason, messages: group.reduce((sum, { messages }) => sum + messages, 0) }],
  );
}

function groupsOf(
  facts: readonly Fact[],
  judge: Judge,
  keyOf: (fact: Fact) => string,
): { first: Fact; outcome: Outcome }[] {
  const groups = new Map<string, { first: Fact; outcome: Outcome }>();
  for (const fact of facts) {
    const key = keyOf(fact);
    const group = groups.get(key) ?? { first: fact, outcome: emptyOutcome() };
    addTo(group.outcome, fact, judge);
    groups.set(key, group);
  }
  return [...groups.values()].toSorted(
    (a, b) =>
      b.outcome.messages - a.outcome.messages || a.first.prefix.localeCompare(b.first.prefix),
  );
}
