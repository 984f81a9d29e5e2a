import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '#renderer/transport/client.ts';
import type { TemplateField } from '#shared/template/parse.ts';

/** Fields that every contact has by nature. */
const ALWAYS_THERE = new Set(['phone']);

/** The core counts fields exactly up to here and extrapolates beyond. */
const EXACT_UP_TO = 10_000;

type DefaultHintsProps = {
  fields: readonly TemplateField[];
  /** How many contacts have each field. */
  uses: readonly { key: string; contacts: number }[] | undefined;
  onAdd: (field: string, value: string) => void;
};

/** For each field that some contacts lack: who would get no message, and a default in one step. */
export function DefaultHints({ fields, uses, onAdd }: DefaultHintsProps) {
  const contacts = useQuery(orpc.contacts.page.queryOptions({ input: { limit: 1 } }));
  const total = contacts.data?.total ?? 0;
  if (uses === undefined || total === 0) return null;
  const bare = fields.filter((field) => !field.hasDefault && !ALWAYS_THERE.has(field.name));
  const lacking = bare.flatMap(({ name }) => {
    // Names are no field of their own in the counts, so nothing exact can be said about them.
    if (name === 'name') return [];
    const filled = uses.find((use) => use.key === name)?.contacts ?? 0;
    return filled < total ? [{ name, missing: total - filled }] : [];
  });
  if (lacking.length === 0) return null;
  return (
    <Stack gap={8}>
      {lacking.map(({ name, missing }) => (
        <Hint key={name} field={name} missing={missing} total={total} onAdd={onAdd} />
      ))}
    </Stack>
  );
}

function Hint({
  field,
  missing,
  total,
  onAdd,
}: {
  field: string;
  missing: number;
  total: number;
  onAdd: DefaultHintsProps['onAdd'];
}) {
  const { t } = useTranslation('templates');
  const [value, setValue] = useState('');
  const add = () => {
    if (value.trim() !== '') onAdd(field, value.trim());
  };
  return (
    <Alert color="yellow" icon={<IconInfoCircle size={18} />} p={12}>
      <Stack gap={8}>
        <Text size="sm">
          {missing === total
            ? t('defaults.unknown', { field })
            : t(total > EXACT_UP_TO ? 'defaults.missingAbout' : 'defaults.missing', {
                field,
                count: missing,
                total,
              })}
        </Text>
        <Group gap={8} wrap="nowrap">
          <TextInput
            flex={1}
            size="xs"
            aria-label={t('defaults.valueFor', { field })}
            placeholder={t('defaults.value')}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
          <Button size="xs" variant="default" disabled={value.trim() === ''} onClick={add}>
            {t('defaults.add')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
