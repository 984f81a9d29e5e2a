import { invalid } from '#shared/contract/errors.ts';
import { normalisePhone } from '#shared/phone/normalise.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { api } from '#core/rpc/implement.ts';
import { readSettings } from '#core/settings/handlers.ts';
import { transaction } from '#core/store/statement.ts';
import { searchTerms } from '#core/contacts/search-terms.ts';
import { startSuppressionImport } from '#core/contacts/import/suppression-import.ts';
import { createWorkbookReader } from '#core/contacts/import/workbook-reader.ts';
import {
  addSuppression,
  countSuppressions,
  pageOfSuppressions,
  removeSuppression,
} from '#core/contacts/suppression-queries.ts';

/** The do-not-contact list. */
export function createSuppressionsHandlers(
  deps: Pick<CoreDeps, 'db' | 'bus' | 'clock' | 'jobs' | 'files'>,
) {
  const { db, bus, clock } = deps;
  const reader = createWorkbookReader(deps.files);
  const toMsisdns = (phones: readonly string[]) => {
    const { country } = readSettings(db);
    return phones.map((phone) => toMsisdn(phone, country));
  };
  return api.suppressions.router({
    page: api.suppressions.page.handler(({ input }) => {
      const text = (input.search ?? '').trim();
      const [term] = searchTerms(text);
      const digits = term?.kind === 'number' ? term.digits : '';
      return pageOfSuppressions(db, text === '' ? undefined : { text, digits }, input);
    }),
    add: api.suppressions.add.handler(({ input }) => {
      const msisdns = toMsisdns(input.phones);
      const now = clock.now();
      const answer = transaction(db, () => {
        let added = 0;
        for (const msisdn of msisdns) {
          const row = { msisdn, reason: input.reason, source: 'manual' as const, createdAt: now };
          if (addSuppression(db, row)) added += 1;
        }
        return { added, total: countSuppressions(db) };
      });
      bus.publish({ type: 'contacts.changed' });
      return answer;
    }),
    import: api.suppressions.import.handler(({ input }) => {
      const job = startSuppressionImport(deps, reader, input);
      return { jobId: job.id };
    }),
    remove: api.suppressions.remove.handler(({ input }) => {
      // A stored number is taken as it is; anything else as people type it.
      const answer = transaction(db, () => {
        let removed = 0;
        for (const phone of input.msisdns) {
          if (removeSuppression(db, phone) || removeSuppression(db, toMsisdns([phone])[0] ?? '')) {
            removed += 1;
          }
        }
        return { removed, total: countSuppressions(db) };
      });
      bus.publish({ type: 'contacts.changed' });
      return answer;
    }),
  });
}

function toMsisdn(phone: string, country: string): string {
  const result = normalisePhone(phone, { country });
  if (!result.ok) {
    throw invalid(
      result.code,
      `"${phone}" was not accepted, and nothing was changed: ${result.message}`,
      { phone, case: 'number' },
    );
  }
  return result.msisdn;
}
