import Database from 'better-sqlite3';
import { join } from 'node:path';
import type { GuardState } from '#shared/contract/host.ts';
import { listDamages } from '#core/backup/queries.ts';
import {
  countSharedReferences,
  countStrayIntents,
  countUnfindable,
  listMiscounted,
  listMiscountedLists,
  listNotAddingUp,
} from '#core/doctor/queries.ts';
import { LEDGER_CHECKS } from '#core/doctor/ledger-checks.ts';
import { some, type Look } from '#core/doctor/look.ts';
import { topUpChecks } from '#core/doctor/top-up-checks.ts';
import type { Db } from '#core/store/db.ts';
import { say } from '#shared/said/say.ts';

/** One thing that was looked at, and one sentence about it. */
export type Check = { name: string; ok: boolean; message: string };

/**
 * Looks through the database of a folder without changing it, beside whatever process uses it: one
 * read transaction, so that it sees one moment. Blocks as long as the database is large.
 */
export function examineDatabase(dataFolder: string): Check[] {
  let db: Db | undefined;
  try {
    db = new Database(join(dataFolder, 'siar.db'), { readonly: true, fileMustExist: true });
    const open = db;
    const checks = [...CHECKS, ...topUpChecks(dataFolder)];
    return db.transaction(() => checks.map((check) => look(open, check)))();
  } catch (error) {
    return [{ name: 'file', ok: false, message: say('found-unreadable', { said: textOf(error) }) }];
  } finally {
    db?.close();
  }
}

/** The check of the guard, as the process that owns the folder sees it. */
export function guardCheck(guard: GuardState): Check {
  return {
    name: 'epoch',
    ok: !guard.locked,
    message: guard.message ?? 'This is the current copy of the data: sending is allowed.',
  };
}

const CHECKS: readonly Look[] = [
  {
    name: 'integrity',
    fine: 'The file is whole and every row refers to rows that exist.',
    find(db) {
      const damages = listDamages(db);
      return damages.length === 0 ? null : say('found-damaged', { things: damages.join('; ') });
    },
  },
  {
    name: 'counts',
    fine: 'The counters of all campaigns equal their messages.',
    find(db) {
      const wrong = listMiscounted(db).map((one) => say('thing-counted', one));
      return wrong.length === 0 ? null : say('found-counts', { things: some(wrong) });
    },
  },
  {
    name: 'frozen',
    fine: 'In every campaign the states add up to the frozen audience.',
    find(db) {
      const wrong = listNotAddingUp(db).map((id) => say('thing-campaign', { id }));
      return wrong.length === 0 ? null : say('found-frozen', { things: some(wrong) });
    },
  },
  {
    name: 'intents',
    fine: 'Every message on its way has its recorded attempt.',
    find(db) {
      const { messages, attempts } = countStrayIntents(db);
      if (messages + attempts === 0) return null;
      return say('found-intents', { messages, attempts });
    },
  },
  {
    name: 'references',
    fine: 'No two attempts share a reference.',
    find(db) {
      const shared = countSharedReferences(db);
      return shared === 0 ? null : say('found-references', { messages: shared });
    },
  },
  {
    name: 'gateway ids',
    fine: 'A report finds every message that has an id of its gateway.',
    find(db) {
      const lost = countUnfindable(db);
      return lost === 0 ? null : say('found-gateway-ids', { messages: lost });
    },
  },
  {
    name: 'lists',
    fine: 'The sizes of all lists are right.',
    find(db) {
      const wrong = listMiscountedLists(db).map((said) => say('thing-list', { said }));
      return wrong.length === 0 ? null : say('found-lists', { things: some(wrong) });
    },
  },
  ...LEDGER_CHECKS,
];

/** A damaged page makes a query throw: that is a finding, and the other checks still run. */
function look(db: Db, { name, fine, find }: Look): Check {
  try {
    const wrong = find(db);
    return wrong === null ? { name, ok: true, message: fine } : { name, ok: false, message: wrong };
  } catch (error) {
    return { name, ok: false, message: say('found-unreadable', { said: textOf(error) }) };
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
