import { ActionIcon, Autocomplete, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { confirmAction } from '#renderer/components/confirm.ts';
import { MessageEditor } from '#renderer/components/message-editor.tsx';
import { PartCounter } from '#renderer/components/part-counter.tsx';
import { RenderedPreview } from '#renderer/components/rendered-preview.tsx';
import { replaceAllIn } from '#renderer/components/replace-characters.ts';
import { Approvals } from '#renderer/features/templates/approvals.tsx';
import { DefaultHints } from '#renderer/features/templates/default-hints.tsx';
import { SampleContact } from '#renderer/features/templates/sample-contact.tsx';
import { exampleContact, valuesOf, type Sample } from '#renderer/features/templates/sample.ts';
import classes from '#renderer/features/templates/templates-page.module.css';
import { addDefault } from '#renderer/lib/add-default.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Template } from '#shared/contract/templates.ts';
import { PRACTICE_PROFILE } from '#shared/gateways/esms-profile.ts';
import { parseTemplate } from '#shared/template/parse.ts';

type TemplateEditorProps = {
  /** null for a new one. */
  template: Template | null;
  onSaved: (template: Template) => void;
  onDeleted: () => void;
  /** Told whenever there begin or cease to be unsaved changes. */
  onDirty: (dirty: boolean) => void;
};

/** One template: its text with fields, what it costs, and how it reads for a contact. */
export function TemplateEditor({ template, onSaved, onDeleted, onDirty }: TemplateEditorProps) {
  const { t } = useTranslation('templates');
  const form = useTemplateForm(template);
  const { text } = form.values;
  const changes = useTemplateChanges(template, onSaved, onDeleted);
  const parsed = useMemo(() => parseTemplate(text), [text]);
  const keys = useQuery(orpc.contacts.fieldKeys.queryOptions({ input: {} }));
  const templates = useQuery(orpc.templates.all.queryOptions());
  const fieldKeys = [
    'name',
    ...(keys.data ?? []).map(({ key }) => key).filter((key) => key !== 'name'),
  ];
  const emptyText = typeof form.errors['text'] === 'string' ? form.errors['text'] : null;
  const dirty = form.isDirty();
  const tellDirty = useEffectEvent(onDirty);
  useEffect(() => tellDirty(dirty), [dirty]);
  const setText = (next: string | ((now: string) => string)) => form.setFieldValue('text', next);
  const categories = new Set((templates.data ?? []).map((one) => one.category).filter(Boolean));

  return (
    <form
      onSubmit={form.onSubmit((values) => {
        if (parsed.ok && !changes.saving) changes.save(values);
      })}
      noValidate
    >
      <Stack gap={16}>
        <TextInput
          label={t('form.name')}
          placeholder={t('form.namePlaceholder')}
          maxLength={200}
          {...form.getInputProps('name')}
        />
        <Autocomplete
          label={t('form.category')}
          data={[...categories]}
          maxLength={100}
          {...form.getInputProps('category')}
        />
        <MessageEditor
          label={t('form.text')}
          value={text}
          onChange={setText}
          fieldKeys={fieldKeys}
          error={parsed.ok ? emptyText : parsed}
        />
        {parsed.ok && (
          <DefaultHints
            fields={parsed.template.fields}
            uses={keys.data}
            onAdd={(field, value) => setText((now) => addDefault(now, field, value))}
          />
        )}
        <PreviewAndCount text={text} onText={setText} />
        {template !== null && <Approvals template={template} dirty={dirty} />}
        <Actions
          template={template}
          dirty={dirty}
          saving={changes.saving}
          readable={parsed.ok}
          onDelete={() => void changes.remove()}
        />
      </Stack>
    </form>
  );
}

type Draft = { name: string; category: string; text: string };

function useTemplateForm(template: Template | null) {
  const { t } = useTranslation('templates');
  return useForm<Draft>({
    initialValues: {
      name: template?.name ?? '',
      category: template?.category ?? '',
      text: template?.text ?? '',
    },
    validate: {
      name: (name) => (name.trim() === '' ? t('form.nameRequired') : null),
      text: (text) => (text.trim() === '' ? t('form.textRequired') : null),
    },
  });
}

function PreviewAndCount({
  text,
  onText,
}: {
  text: string;
  onText: (next: (now: string) => string) => void;
}) {
  const { t } = useTranslation('templates');
  const [chosen, setChosen] = useState<Sample | null>(null);
  const first = useQuery(orpc.contacts.page.queryOptions({ input: { limit: 1 } }));
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const sample = chosen ?? first.data?.rows[0] ?? exampleContact(t('sample.made'));
  // Counted as the first gateway would; without one, as the practice gateway does.
  const profile = gateways.data?.[0]?.profile ?? PRACTICE_PROFILE;
  const parsed = useMemo(() => parseTemplate(text), [text]);
  const values = valuesOf(sample);
  const rendered = parsed.ok ? parsed.template.render(values) : undefined;
  return (
    <Stack gap={12}>
      <PartCounter
        text={rendered?.ok === true ? rendered.text : text}
        source={text}
        country={sample.country}
        profile={profile}
        onReplace={(char, suggestion) => onText((now) => replaceAllIn(now, [{ char, suggestion }]))}
        onReplaceAll={(all) => onText((now) => replaceAllIn(now, all))}
      />
      <SampleContact value={sample} onChange={setChosen} />
      <RenderedPreview text={text} values={values} country={sample.country} profile={profile} />
      <Text size="sm" c="dimmed">
        {t('form.countedAs', { gateway: profile.label })}
      </Text>
    </Stack>
  );
}

function Actions({
  template,
  dirty,
  saving,
  readable,
  onDelete,
}: {
  template: Template | null;
  dirty: boolean;
  saving: boolean;
  readable: boolean;
  onDelete: () => void;
}) {
  const { t } = useTranslation('templates');
  const navigate = useNavigate();
  return (
    <Can permission="templates.write">
      <Group justify="space-between" gap={8} className={classes.actions}>
        {template === null ? (
          <span />
        ) : (
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            aria-label={t('form.delete')}
            title={t('form.delete')}
            onClick={onDelete}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        )}
        <Group gap={8} ml="auto">
          {template !== null && (
            <Button
              variant="default"
              disabled={dirty}
              title={dirty ? t('form.saveFirst') : undefined}
              onClick={() =>
                void navigate({ to: '/campaigns/new', search: { template: template.id } })
              }
            >
              {t('form.useInCampaign')}
            </Button>
          )}
          <Button type="submit" px={14} loading={saving} disabled={!dirty || !readable}>
            {template === null ? t('form.create') : t('form.save')}
          </Button>
        </Group>
      </Group>
    </Can>
  );
}

/** Saving and deleting; a failure is told in the corner and keeps what was typed. */
function useTemplateChanges(
  template: Template | null,
  onSaved: (template: Template) => void,
  onDeleted: () => void,
) {
  const { t } = useTranslation('templates');
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: orpc.templates.key() });
  const onError = notifyFailure;
  const onSuccess = async (saved: Template) => {
    notifyDone(t('form.saved', { name: saved.name }));
    onSaved(saved);
    await refresh();
  };
  const create = useMutation(orpc.templates.create.mutationOptions({ onSuccess, onError }));
  const update = useMutation(orpc.templates.update.mutationOptions({ onSuccess, onError }));
  const remove = useMutation(orpc.templates.remove.mutationOptions({ onError }));
  return {
    saving: create.isPending || update.isPending,
    save: (draft: Draft) => {
      const input = { ...draft, name: draft.name.trim(), category: draft.category.trim() };
      if (template === null) create.mutate(input);
      else update.mutate({ id: template.id, ...input });
    },
    remove: async () => {
      if (template === null) return;
      const sure = await confirmAction({
        title: t('form.deleteTitle', { name: template.name }),
        text: t('form.deleteText'),
        confirmLabel: t('form.delete'),
        danger: true,
      });
      if (!sure) return;
      remove.mutate(
        { id: template.id },
        {
          onSuccess: async () => {
            notifyDone(t('form.deleted', { name: template.name }));
            onDeleted();
            await refresh();
          },
        },
      );
    },
  };
}
