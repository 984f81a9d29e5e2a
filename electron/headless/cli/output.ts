import type { Failure } from '#shared/contract/errors.ts';

/** One line on stdout for a machine, or some for people. */
export type Output = {
  readonly json: boolean;
  /** The result: exactly one JSON document with --json, else the text. */
  result(document: unknown, people: () => string): void;
  /** A remark beside the result; always on stderr. */
  note(text: string): void;
  /** How it went wrong: a JSON document on stdout with --json, else one sentence on stderr. */
  failure(failure: Failure): void;
};

/** Output of one command run. */
export function createOutput(json: boolean): Output {
  return {
    json,
    result(document, people) {
      process.stdout.write(json ? `${JSON.stringify(document)}\n` : `${people()}\n`);
    },
    note(text) {
      process.stderr.write(`${text}\n`);
    },
    failure({ code, message, details }) {
      if (json) {
        process.stdout.write(
          `${JSON.stringify({ error: { code, message, details: details ?? {} } })}\n`,
        );
      } else {
        process.stderr.write(`${message}\n`);
      }
    },
  };
}

/** A column of a table for people. */
export type Column<Row> = { title: string; align?: 'right'; text: (row: Row) => string };

/** An aligned table; one sentence where there are no rows. */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  none: string,
): string {
  if (rows.length === 0) return none;
  const cells = rows.map((row) => columns.map((column) => oneLine(column.text(row))));
  const widths = columns.map((column, index) =>
    Math.max(width(column.title), ...cells.map((line) => width(line[index] ?? ''))),
  );
  const format = (line: readonly string[]) =>
    line
      .map((cell, index) => {
        const room = ' '.repeat(Math.max(0, (widths[index] ?? 0) - width(cell)));
        return columns[index]?.align === 'right' ? room + cell : cell + room;
      })
      .join('  ')
      .trimEnd();
  return [format(columns.map(({ title }) => title)), ...cells.map(format)].join('\n');
}

/** A whole number with its thousands apart: 12,480. */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** A moment on this computer's clock, to the minute: 2027-01-31 09:30. */
export function moment(epochMs: number | null): string {
  if (epochMs === null) return '';
  const date = new Date(epochMs);
  const two = (value: number) => String(value).padStart(2, '0');
  return (
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}`
  );
}

function oneLine(text: string): string {
  const line = text.replace(/\s*\r?\n\s*/g, ' ⏎ ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** Columns on a terminal: wide East Asian characters take two. */
function width(text: string): number {
  let columns = 0;
  for (const char of text) columns += /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]/.test(char) ? 2 : 1;
  return columns;
}

/** A list as people see it, and how many more rows there are than it shows. */
export function withMore(shown: string, more: number): string {
  return more > 0 ? `${shown}\n… ${number(more)} more` : shown;
}
