import type { RowError } from '#shared/contract/imports.ts';
import { normalisePhone, type PhoneResult } from '#shared/phone/normalise.ts';
import { say } from '#shared/said/say.ts';
import type { ImportPlan } from '#core/contacts/import/import-plan.ts';
import type { SourceRow } from '#core/contacts/import/row-source.ts';

/** Ways of writing a number that everybody uses: nothing was damaged, so nothing was mended. */
const EVERYDAY = new Set(['trunk-zero', 'punctuation', 'international-prefix']);

/** A row that can be imported. */
export type ReadContact = {
  msisdn: string;
  country: string;
  confidence: 'valid' | 'possible';
  name: string;
  fields: Record<string, string>;
  repair: string | null;
};

/** What a row turned out to be. */
export type RowOutcome = { ok: true; contact: ReadContact } | { ok: false; error: RowError };

/** Reads numbers as one country writes them. */
export type PhoneReader = (text: string) => PhoneResult;

const REMEMBERED = 5000;

/** A reader that remembers: foreign numbers cost twenty times a Malaysian one, and households repeat. */
export function createPhoneReader(country: string): PhoneReader {
  const memo = new Map<string, PhoneResult>();
  return (text) => {
    let result = memo.get(text);
    if (!result) {
      result = normalisePhone(text, { country });
      if (memo.size >= REMEMBERED) memo.clear();
      memo.set(text, result);
    }
    return result;
  };
}

/**
 * Reads a row by the plan. Values are kept as they are except for blanks around them; blank cells are
 * not kept. Anything that would lose or shift a value refuses the row.
 */
export function readRow(plan: ImportPlan, row: SourceRow, readPhone: PhoneReader): RowOutcome {
  if (row.damaged) {
    return refuse(row, '', row.cells.join(' '), {
      code: 'broken-quotes',
      message: say('row-broken-quotes'),
    });
  }
  const surplus = row.cells.findIndex((cell, i) => i >= plan.headers.length && cell.trim() !== '');
  if (surplus >= 0) {
    return refuse(row, `Column ${surplus + 1}`, row.cells[surplus] ?? '', {
      code: 'too-many-cells',
      message: say('row-many-cells', { columns: plan.headers.length }),
    });
  }
  const written = (row.cells[plan.phone] ?? '').trim();
  const phone = readPhone(written);
  if (!phone.ok) return refuse(row, plan.headers[plan.phone] ?? '', written, phone);
  const fields: Record<string, string> = {};
  for (const { index, key } of plan.fields) {
    const value = row.cells[index]?.trim();
    if (value) fields[key] = value;
  }
  return {
    ok: true,
    contact: {
      msisdn: phone.msisdn,
      country: phone.country,
      confidence: phone.confidence,
      name: (row.cells[plan.name] ?? '').trim(),
      fields,
      repair: phone.repair && !EVERYDAY.has(phone.repair) ? phone.repair : null,
    },
  };
}

function refuse(
  row: SourceRow,
  column: string,
  value: string,
  why: { code: string; message: string },
): RowOutcome {
  const error = {
    row: row.number,
    column,
    value: value.slice(0, 500),
    code: why.code,
    message: why.message,
  };
  return { ok: false, error };
}
