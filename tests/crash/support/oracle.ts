import { join } from 'node:path';
import Database from 'better-sqlite3';
import { maxInFlight } from '#core/sending/in-flight.ts';
import type { RecordingGateway } from '#tests/crash/support/recording-gateway.ts';

type Row = { msisdn: string; state: string; repeats: 0 | 1 };
/**
 * `epoch`: rises with every attempt, and when a person allows a locked database to send. `rate`: of its
 * fastest gateway.
 */
type Found = { rows: Row[]; counts: Record<string, number>; epoch: number; rate: number };

/** What a killed process left behind, read without changing it. Null: not even the whole schema. */
export function readFolder(dataFolder: string): Found | null {
  const db = new Database(join(dataFolder, 'siar.db'), { readonly: true });
  try {
    const columns = db.prepare("SELECT name FROM pragma_table_info('messages')").pluck().all();
    if (!columns.includes('repeat_attempt')) return null;
    const rows = db
      .prepare('SELECT msisdn, state, repeat_attempt IS NOT NULL AS repeats FROM messages')
      .all() as Row[];
    const counted = db
      .prepare('SELECT state, sum(messages) AS n FROM campaign_counts GROUP BY state')
      .all() as { state: string; n: number }[];
    const epoch = db
      .prepare<[], number>(
        'SELECT coalesce((SELECT max(id) FROM attempts), 0) + coalesce(max(epoch_offset), 0) FROM identity',
      )
      .pluck()
      .get();
    const rate = db.prepare<[], number>('SELECT max(rate) FROM gateways').pluck().get();
    return {
      rows,
      rate: rate ?? 0,
      epoch: epoch ?? 0,
      counts: Object.fromEntries(
        counted.filter(({ n }) => n > 0).map(({ state, n }) => [state, n]),
      ),
    };
  } finally {
    db.close();
  }
}

/** Who a database says it is; null where its schema is not that far. */
export function readDatabaseId(dataFolder: string): string | null {
  const db = new Database(join(dataFolder, 'siar.db'), { readonly: true });
  try {
    const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'identity'").get();
    if (table === undefined) return null;
    return db.prepare<[], string>('SELECT database_id FROM identity').pluck().get() ?? null;
  } finally {
    db.close();
  }
}

/** States of messages that may be at the gateway. */
export const MAY_HAVE_LEFT = ['sending', 'uncertain', 'accepted', 'delivered'];
const isAccepted = ({ state }: Row) => state === 'accepted' || state === 'delivered';

/** What must hold at every moment, so also after any kill. Answers what does not, in words. */
export function faultsNow(found: Found | null, gateway: RecordingGateway): string[] {
  const faults: string[] = [];
  const must = (holds: boolean, otherwise: string) => {
    if (!holds) faults.push(otherwise);
  };
  const times = timesTaken(gateway);
  must(
    [...times.values()].every((n) => n === 1),
    'somebody was sent it twice',
  );
  must(gateway.repeats.different === 0, 'a repeat was not the same bytes');
  if (!found) {
    must(times.size === 0, 'sent without a database');
    return faults;
  }
  const { rows, counts, rate } = found;
  const byRows: Record<string, number> = {};
  for (const { state } of rows) byRows[state] = (byRows[state] ?? 0) + 1;
  must(sorted(byRows) === sorted(counts), `the kept counts are not the rows: ${sorted(counts)}`);
  must((byRows['sending'] ?? 0) <= maxInFlight(rate), 'more in flight than allowed');
  must(
    rows.filter(isAccepted).every(({ msisdn }) => times.has(msisdn)),
    'the database says accepted, the gateway does not',
  );
  const known = new Map(rows.map((row) => [row.msisdn, row]));
  const untold = [...times.keys()].filter((msisdn) => {
    const row = known.get(msisdn);
    return !row || !(MAY_HAVE_LEFT.includes(row.state) || (row.state === 'queued' && row.repeats));
  });
  must(untold.length === 0, `sent without a committed intent: ${untold.join()}`);
  return faults;
}

/** What must hold once nothing is left to send. `mostUncertain`: in flight at the kills, and failed answers. */
export function faultsAtEnd(
  found: Found | null,
  gateway: RecordingGateway,
  expected: { people: number; dedupe: boolean; mostUncertain: number },
): string[] {
  const faults = faultsNow(found, gateway);
  const must = (holds: boolean, otherwise: string) => {
    if (!holds) faults.push(otherwise);
  };
  const rows = found?.rows ?? [];
  const times = timesTaken(gateway);
  const uncertain = rows.filter(({ state }) => state === 'uncertain').length;
  must(rows.length === expected.people, `${rows.length} of ${expected.people} are on record`);
  must(
    rows.every((row) => isAccepted(row) || row.state === 'uncertain'),
    'a message is neither accepted nor uncertain',
  );
  must(times.size >= expected.people - uncertain, 'somebody is missing');
  if (expected.dedupe) {
    must(uncertain === 0, `${uncertain} are uncertain although the gateway knows references`);
    must(times.size === expected.people, 'somebody was never sent it');
  } else {
    must(
      uncertain <= expected.mostUncertain,
      `${uncertain} uncertain, ${expected.mostUncertain} at most`,
    );
  }
  return faults;
}

function timesTaken({ taken }: RecordingGateway): Map<string, number> {
  const times = new Map<string, number>();
  for (const { to } of taken) times.set(to, (times.get(to) ?? 0) + 1);
  return times;
}

function sorted(counts: Record<string, number>): string {
  return JSON.stringify(Object.entries(counts).toSorted(([a], [b]) => a.localeCompare(b)));
}
