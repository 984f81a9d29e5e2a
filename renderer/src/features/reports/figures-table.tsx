import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '#renderer/hooks/use-format.ts';
import classes from '#renderer/features/reports/reports.module.css';

/** A row of figures: its name, and a value for each column. */
export type FiguresRow = { key: string; name: ReactNode; values: readonly number[] };

/** A table of figures with its total. */
export function FiguresTable({
  label,
  first,
  columns,
  rows,
  total,
}: {
  /** What the table shows, for those who hear it. */
  label: string;
  /** Title of the first column. */
  first: string;
  columns: readonly string[];
  rows: readonly FiguresRow[];
  total?: { name: string; values: readonly number[] };
}) {
  const format = useFormat();
  return (
    <Table aria-label={label} horizontalSpacing="xs" verticalSpacing={4} stickyHeader>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{first}</Table.Th>
          {columns.map((column) => (
            <Table.Th key={column} className={classes.number}>
              {column}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ key, name, values }) => (
          <Table.Tr key={key}>
            <Table.Td>{name}</Table.Td>
            {columns.map((column, at) => (
              <Table.Td key={column} className={classes.number}>
                {format.number(values[at] ?? 0)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
      {total !== undefined && (
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th>{total.name}</Table.Th>
            {columns.map((column, at) => (
              <Table.Th key={column} className={classes.number}>
                {format.number(total.values[at] ?? 0)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Tfoot>
      )}
    </Table>
  );
}
