import { Group, ScrollArea, Table, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy, IconTool } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import classes from '#renderer/features/contacts/import/preview-table.module.css';
import { useProblemWords } from '#renderer/features/contacts/import/problem-words.ts';
import type { previewRowSchema } from '#shared/contract/imports.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

/** A row as it would be imported. */
export type PreviewRow = z.infer<typeof previewRowSchema>;

type PreviewTableProps = { rows: readonly PreviewRow[]; stale: boolean };

/** The first rows of the file as they would be imported, with repairs and refusals marked. */
export function PreviewTable({ rows, stale }: PreviewTableProps) {
  const { t } = useTranslation('contacts');
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row.fields)))];
  const firstRowOf = new Map<string, number>();
  for (const { msisdn, row } of rows) {
    if (msisdn !== null && !firstRowOf.has(msisdn)) firstRowOf.set(msisdn, row);
  }
  return (
    <ScrollArea.Autosize
      mah={360}
      // The room is kept while the rows are on their way: the button below must not move under a finger.
      mih={240}
      type="auto"
      offsetScrollbars="present"
      className={classes.frame}
      data-stale={stale}
    >
      <Table
        stickyHeader
        verticalSpacing={6}
        horizontalSpacing={12}
        className={classes.table}
        aria-label={t('preview.label')}
        aria-busy={stale}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right">{t('preview.row')}</Table.Th>
            <Table.Th>{t('preview.outcome')}</Table.Th>
            <Table.Th>{t('number')}</Table.Th>
            <Table.Th>{t('name')}</Table.Th>
            {keys.map((key) => (
              <Table.Th key={key}>{key}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.row} data-refused={row.error !== null}>
              <Table.Td ta="right" c="dimmed">
                {row.row}
              </Table.Td>
              <Table.Td>
                <Outcome row={row} first={firstRowOf.get(row.msisdn ?? '') ?? row.row} />
              </Table.Td>
              <Table.Td>
                {row.msisdn === null ? (
                  <Text size="sm" c="dimmed" td="line-through">
                    {row.error?.value}
                  </Text>
                ) : (
                  formatMsisdn(row.msisdn)
                )}
              </Table.Td>
              <Table.Td>{row.name}</Table.Td>
              {keys.map((key) => (
                <Table.Td key={key}>{row.fields[key]}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

/** What becomes of a row; `first` is the first row with the same number. */
function Outcome({ row, first }: { row: PreviewRow; first: number }) {
  const { t } = useTranslation('contacts');
  const words = useProblemWords();
  if (row.error !== null) {
    return (
      <Tooltip label={words.error(row.error)} multiline maw={360}>
        <Group gap={6} wrap="nowrap" tabIndex={0}>
          <IconAlertTriangle size={16} aria-hidden color="var(--mantine-color-red-6)" />
          <span>{t('preview.refused')}</span>
          <span className={classes.why}>{words.error(row.error)}</span>
        </Group>
      </Tooltip>
    );
  }
  if (first !== row.row) {
    return (
      <Group gap={6} wrap="nowrap">
        <IconCopy size={16} aria-hidden color="var(--mantine-color-orange-6)" />
        <span>{t('preview.sameAs', { row: first })}</span>
      </Group>
    );
  }
  if (row.repair !== null) {
    return (
      <Group gap={6} wrap="nowrap">
        <IconTool size={16} aria-hidden color="var(--mantine-color-blue-6)" />
        <span>{words.repairShort(row.repair)}</span>
      </Group>
    );
  }
  return (
    <Group gap={6} wrap="nowrap">
      <IconCheck size={16} aria-hidden color="var(--mantine-color-teal-6)" />
      <span>{t('preview.ready')}</span>
    </Group>
  );
}
