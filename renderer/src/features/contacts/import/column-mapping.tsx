import { Group, ScrollArea, Select, Table, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  assignTarget,
  fieldTargetOf,
  targetOf,
  type ImportDraft,
} from '#renderer/features/contacts/import/import-draft.ts';
import type { ColumnTarget, Inspection } from '#shared/contract/imports.ts';

type ColumnMappingProps = {
  columns: Inspection['columns'];
  draft: ImportDraft;
  onChange: (columns: ImportDraft['columns']) => void;
};

const KINDS = ['phone', 'name', 'field', 'ignore'] as const;
type Kind = (typeof KINDS)[number];

function kindOf(target: ColumnTarget): Kind {
  return typeof target === 'string' ? target : 'field';
}

function isKind(value: string | null): value is Kind {
  return KINDS.some((kind) => kind === value);
}

/** What each column of the file becomes, with values from it to judge by. */
export function ColumnMapping({ columns, draft, onChange }: ColumnMappingProps) {
  const { t } = useTranslation('contacts');
  const set = (index: number, target: ColumnTarget) =>
    onChange(assignTarget(columns, draft, index, target));
  return (
    <ScrollArea.Autosize mah={420} type="auto" offsetScrollbars="present">
      <Table stickyHeader verticalSpacing={4} horizontalSpacing={8} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="24%">{t('columns.inFile')}</Table.Th>
            <Table.Th>{t('columns.samples')}</Table.Th>
            <Table.Th w={170}>{t('columns.becomes')}</Table.Th>
            <Table.Th w={190}>{t('columns.fieldKey')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((column) => (
            <MappingRow
              key={column.index}
              column={column}
              target={targetOf(column, draft)}
              onChange={(target) => set(column.index, target)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

function MappingRow({
  column,
  target,
  onChange,
}: {
  column: Inspection['columns'][number];
  target: ColumnTarget;
  onChange: (target: ColumnTarget) => void;
}) {
  const { t } = useTranslation('contacts');
  const header = column.header || t('columns.unnamed', { number: column.index + 1 });
  const choose = (value: string | null) => {
    if (!isKind(value)) return;
    onChange(value === 'field' ? fieldTargetOf(column) : value);
  };
  const ignored = target === 'ignore';
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600} truncate title={header} c={ignored ? 'dimmed' : undefined}>
          {header}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={12} wrap="nowrap">
          <Text size="sm" c="dimmed" truncate title={column.samples.join(' · ')}>
            {column.samples.join(' · ') || t('columns.noSamples')}
          </Text>
        </Group>
      </Table.Td>
      <Table.Td>
        <Select
          size="sm"
          aria-label={t('columns.becomesLabel', { column: header })}
          data={KINDS.map((kind) => ({ value: kind, label: t(`columns.kinds.${kind}`) }))}
          value={kindOf(target)}
          onChange={choose}
          allowDeselect={false}
        />
      </Table.Td>
      <Table.Td>
        {typeof target !== 'string' && (
          <TextInput
            size="sm"
            aria-label={t('columns.fieldKeyLabel', { column: header })}
            value={target.field}
            maxLength={100}
            onChange={(event) => onChange({ field: event.currentTarget.value })}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}
