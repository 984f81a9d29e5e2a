import type { RowError } from '#shared/contract/imports.ts';
import { number, table } from '#headless/cli/output.ts';

const SHOWN = 10;

/** The first refused rows of an import as a table, and how many more there are; empty for none. */
export function describeRowErrors(errors: readonly RowError[], rejected: number): string[] {
  if (errors.length === 0) return [];
  const shown = table(
    errors.slice(0, SHOWN),
    [
      { title: 'Row', align: 'right', text: ({ row }) => String(row) },
      { title: 'Column', text: ({ column }) => column },
      { title: 'Value', text: ({ value }) => value },
      { title: 'Why', text: ({ message }) => message },
    ],
    '',
  );
  return ['', shown, ...(rejected > SHOWN ? [`… and ${number(rejected - SHOWN)} more.`] : [])];
}
