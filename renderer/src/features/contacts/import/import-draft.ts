import type { ColumnTarget, Inspection } from '#shared/contract/imports.ts';
import { canonicalFieldKey } from '#shared/template/field-key.ts';

/** What a person has decided about a file so far; kept over every failure. */
export type ImportDraft = {
  fileId: string;
  fileName: string;
  sheet: string | undefined;
  hasHeader: boolean | undefined;
  /** Column index to target, only where the person changed the guess. */
  columns: Readonly<Record<string, ColumnTarget>>;
  country: string;
  listName: string;
  onDuplicate: 'skip' | 'update';
};

/** Why a draft cannot be imported yet; each has its sentence in the `contacts` words. */
export type DraftProblem =
  | { code: 'no-phone' }
  | { code: 'same-field'; field: string }
  | { code: 'empty-field'; column: string }
  | { code: 'no-list' };

type Columns = Inspection['columns'];

/** The file's name as a list name: without its ending, at most 200 characters. */
export function listNameOf(fileName: string): string {
  return fileName
    .replace(/\.[^.]+$/, '')
    .trim()
    .slice(0, 200);
}

/** What a column becomes: the person's choice, else Siar's guess. */
export function targetOf(
  column: Columns[number],
  draft: Pick<ImportDraft, 'columns'>,
): ColumnTarget {
  return draft.columns[String(column.index)] ?? column.guess;
}

/** The field a column becomes when it is kept as one: its header in lower snake case. */
export function fieldTargetOf(column: Columns[number]): ColumnTarget {
  return { field: canonicalFieldKey(column.header) || `column_${column.index + 1}` };
}

/**
 * Gives a column a target. There is one phone and one name column: whichever column had that place
 * before is kept as a field, so that nothing of the file is lost.
 */
export function assignTarget(
  columns: Columns,
  draft: Pick<ImportDraft, 'columns'>,
  index: number,
  target: ColumnTarget,
): Record<string, ColumnTarget> {
  const next: Record<string, ColumnTarget> = { ...draft.columns, [String(index)]: target };
  if (target !== 'phone' && target !== 'name') return next;
  for (const column of columns) {
    if (column.index !== index && targetOf(column, draft) === target) {
      next[String(column.index)] = fieldTargetOf(column);
    }
  }
  return next;
}

/** Everything that stands in the way of importing, most important first. */
export function problemsOf(inspection: Inspection, draft: ImportDraft): DraftProblem[] {
  const problems: DraftProblem[] = [];
  const targets = inspection.columns.map((column) => targetOf(column, draft));
  if (!targets.includes('phone')) problems.push({ code: 'no-phone' });
  const seen = new Set<string>();
  targets.forEach((target, at) => {
    if (typeof target === 'string') return;
    const key = canonicalFieldKey(target.field);
    if (key === '') {
      const column = inspection.columns[at];
      problems.push({ code: 'empty-field', column: column?.header || String(at + 1) });
    } else if (seen.has(key)) problems.push({ code: 'same-field', field: key });
    seen.add(key);
  });
  if (draft.listName.trim() === '') problems.push({ code: 'no-list' });
  return problems;
}

/** How the core is to read the file. Every column is named, so a later guess cannot differ. */
export function planOf(inspection: Inspection, draft: ImportDraft) {
  return {
    fileId: draft.fileId,
    sheet: draft.sheet ?? inspection.sheet ?? undefined,
    hasHeader: draft.hasHeader ?? inspection.hasHeader,
    columns: Object.fromEntries(
      inspection.columns.map((column) => [String(column.index), targetOf(column, draft)]),
    ),
    country: draft.country,
  };
}
