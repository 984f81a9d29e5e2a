import { Alert, Anchor, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { AnchorLink } from '#renderer/components/links.tsx';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { addDefault } from '#renderer/lib/add-default.ts';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { toFailure } from '#renderer/lib/failure.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

const detailsSchema = z.object({
  total: z.number(),
  fields: z.array(z.string()).default([]),
  rows: z.array(
    z.object({
      contactId: z.number(),
      name: z.string(),
      msisdn: z.string(),
      missing: z.array(z.string()),
    }),
  ),
});

type PeopleDetails = z.infer<typeof detailsSchema>;

/** The people a refusal names, or null when it names none. */
export function blockedPeople(error: unknown): PeopleDetails | null {
  const parsed = detailsSchema.safeParse(toFailure(error).details);
  return parsed.success && parsed.data.rows.length > 0 ? parsed.data : null;
}

/** Who could not get a message as the text stands, and the two ways to mend it. */
export function MissingFields({ error }: { error: unknown }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const people = blockedPeople(error);
  const go = useDraftStore((state) => state.go);
  if (people === null) return null;
  const fields = [...new Set([...people.fields, ...people.rows.flatMap((row) => row.missing)])];
  return (
    <Stack gap={16}>
      <Alert
        p={12}
        color="red"
        icon={<IconUserQuestion size={18} aria-hidden />}
        title={
          fields.length > 0
            ? t('missing.title', { count: people.total, fields: fields.join(', ') })
            : t('missing.blockedTitle', { count: people.total })
        }
      >
        <Text size="sm">{fields.length > 0 ? t('missing.text') : failureText(error)}</Text>
      </Alert>
      {fields.map((field) => (
        <DefaultForm key={field} field={field} />
      ))}
      <Group gap={16}>
        <Anchor component="button" type="button" size="sm" onClick={() => go('message')}>
          {t('missing.editText')}
        </Anchor>
      </Group>
      <Table.ScrollContainer minWidth={400} maxHeight={240}>
        <Table stickyHeader verticalSpacing={4} aria-label={t('missing.people')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('missing.person')}</Table.Th>
              <Table.Th>{t('missing.number')}</Table.Th>
              {fields.length > 0 && <Table.Th>{t('missing.nothingIn')}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {people.rows.map((row) => (
              <Table.Tr key={row.contactId}>
                <Table.Td>
                  <AnchorLink to="/contacts" search={{ contact: row.contactId }} size="sm">
                    {row.name || t('missing.noName')}
                  </AnchorLink>
                </Table.Td>
                <Table.Td className="tabular">{formatMsisdn(row.msisdn)}</Table.Td>
                {fields.length > 0 && <Table.Td>{row.missing.join(', ')}</Table.Td>}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {people.total > people.rows.length && (
        <Text size="sm">
          {t('missing.more', {
            shown: format.number(people.rows.length),
            total: format.number(people.total),
          })}
        </Text>
      )}
    </Stack>
  );
}

/** One click instead of an edit: what to write where a person has nothing in this field. */
function DefaultForm({ field }: { field: string }) {
  const { t } = useTranslation('campaigns');
  const [value, setValue] = useState('');
  const text = useDraftStore((state) => state.draft.text);
  const patch = useDraftStore((state) => state.patch);
  const changed = addDefault(text, field, value);
  // Fields inside conditions have no output to mend: only the text itself helps there.
  if (addDefault(text, field, 'x') === text) return null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() !== '') patch({ text: changed, templateId: null });
      }}
    >
      <Group gap={8} align="flex-end">
        <TextInput
          label={t('missing.default', { field })}
          placeholder={t('missing.defaultExample')}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          w={280}
        />
        <Button type="submit" variant="default" disabled={value.trim() === ''}>
          {t('missing.useDefault')}
        </Button>
      </Group>
    </form>
  );
}
