import { Grid, Select, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageEditor, type MessageError } from '#renderer/components/message-editor.tsx';
import { PartCounter } from '#renderer/components/part-counter.tsx';
import { replaceAllIn } from '#renderer/components/replace-characters.ts';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import type { Issues } from '#renderer/features/campaigns/wizard/draft.ts';
import { PersonPreview } from '#renderer/features/campaigns/wizard/person-preview.tsx';
import { TestSend } from '#renderer/features/campaigns/wizard/test-send.tsx';
import { usePerson, valuesOf } from '#renderer/features/campaigns/wizard/use-person.ts';
import { orpc } from '#renderer/transport/client.ts';
import { parseTemplate } from '#shared/template/parse.ts';

/** The text, what it costs, and how it looks for a person of the audience. */
export function MessageStep({ issues, checked }: { issues: Issues; checked: boolean }) {
  const { t } = useTranslation('campaigns');
  const { text, listIds, gatewayId } = useDraftStore((state) => state.draft);
  const patch = useDraftStore((state) => state.patch);
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const settings = useQuery(orpc.settings.get.queryOptions());
  const keys = useQuery(
    orpc.contacts.fieldKeys.queryOptions({
      input: { listIds },
      placeholderData: keepPreviousData,
    }),
  );
  const person = usePerson(listIds);
  const gateway = gateways.data?.find((one) => one.id === gatewayId);
  const profile = gateway?.profile;
  const country = person.contact?.country ?? settings.data?.country ?? 'MY';
  const parsed = useMemo(() => parseTemplate(text), [text]);
  const rendered = useMemo(() => {
    if (!parsed.ok || person.contact === undefined) return undefined;
    const result = parsed.template.render(valuesOf(person.contact));
    return result.ok ? result.text : undefined;
  }, [parsed, person.contact]);
  const replace = (changed: string) => patch({ text: changed, templateId: null });
  const fieldKeys = ['name', ...(keys.data ?? []).map((field) => field.key)];

  return (
    <Grid gap={32}>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap={16}>
          <TemplatePicker />
          <MessageEditor
            label={t('wizard.text')}
            value={text}
            onChange={replace}
            fieldKeys={[...new Set(fieldKeys)]}
            error={faultOf(parsed, text, checked && issues.text !== undefined, t)}
          />
          {profile && (
            <PartCounter
              text={rendered ?? text}
              source={text}
              country={country}
              profile={profile}
              onReplace={(char, suggestion) => replace(text.replaceAll(char, suggestion))}
              onReplaceAll={(replacements) => replace(replaceAllIn(text, replacements))}
            />
          )}
          {person.contact && parsed.ok && parsed.template.fields.length > 0 && (
            <Text size="sm" c="dimmed">
              {t('wizard.countedFor', { name: person.contact.name || person.contact.msisdn })}
            </Text>
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap={24}>
          {profile && <PersonPreview person={person} text={text} profile={profile} />}
          {gateway && <TestSend gateway={gateway} text={rendered} country={country} />}
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

/** A parse mistake is shown at once; an empty text only after the person wanted to go on. */
function faultOf(
  parsed: ReturnType<typeof parseTemplate>,
  text: string,
  shown: boolean,
  t: (key: string) => string,
): MessageError | undefined {
  if (!parsed.ok) return parsed;
  return shown && text.trim() === '' ? { message: t('wizard.issue.noText') } : undefined;
}

function TemplatePicker() {
  const { t } = useTranslation('campaigns');
  const templateId = useDraftStore((state) => state.draft.templateId);
  const patch = useDraftStore((state) => state.patch);
  const templates = useQuery(orpc.templates.all.queryOptions());
  if (templates.data === undefined || templates.data.length === 0) return null;
  return (
    <Select
      label={t('wizard.template')}
      placeholder={t('wizard.templatePlaceholder')}
      data={templates.data.map((one) => ({ value: String(one.id), label: one.name }))}
      value={templateId === null ? null : String(templateId)}
      onChange={(value) => {
        const chosen = templates.data.find((one) => String(one.id) === value);
        if (chosen) patch({ templateId: chosen.id, text: chosen.text });
        else patch({ templateId: null });
      }}
      searchable
      clearable
      nothingFoundMessage={t('wizard.nothingFound')}
    />
  );
}
