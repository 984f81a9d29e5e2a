import { Can } from '#renderer/components/can.tsx';
import {
  ActionIcon,
  Alert,
  Button,
  Group,
  Input,
  MultiSelect,
  Stack,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertTriangle, IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '#renderer/transport/client.ts';
import { canonicalFieldKey } from '#shared/template/field-key.ts';

/** A contact as it is typed; fields as rows, so that a key can be changed in place. */
export type ContactDraft = {
  name: string;
  phone: string;
  fields: { key: string; value: string }[];
  listIds: number[];
};

type ContactFormProps = {
  initial: ContactDraft;
  submitLabel: string;
  saving: boolean;
  /** Why the last saving was refused; what was typed stays. */
  problem: string | null;
  onSubmit: (draft: ContactDraft) => void;
};

/** The fields of a draft as the contract wants them; rows without a key or value are left out. */
export function fieldsOf(draft: ContactDraft): Record<string, string> {
  return Object.fromEntries(
    draft.fields
      .map(({ key, value }) => [canonicalFieldKey(key), value] as const)
      .filter(([key, value]) => key !== '' && value.trim() !== ''),
  );
}

/** Name, number, fields and lists of one contact. */
export function ContactForm(props: ContactFormProps) {
  const { initial, submitLabel, saving, problem, onSubmit } = props;
  const { t } = useTranslation('contacts');
  const lists = useQuery(orpc.lists.all.queryOptions());
  const form = useForm<ContactDraft>({
    initialValues: initial,
    validate: {
      phone: (phone) => (phone.trim() === '' ? t('form.numberRequired') : null),
      fields: {
        key: (key, draft, path) => fieldKeyProblem(key, draft, path, t),
      },
    },
  });
  return (
    <form
      onSubmit={form.onSubmit((draft) => {
        if (!saving) onSubmit(draft);
      })}
      noValidate
    >
      <Stack gap={16}>
        <TextInput label={t('name')} maxLength={500} {...form.getInputProps('name')} />
        <TextInput
          label={t('number')}
          description={t('form.numberHelp')}
          inputMode="tel"
          maxLength={100}
          {...form.getInputProps('phone')}
        />
        <MultiSelect
          label={t('form.lists')}
          data={lists.data?.map((list) => ({ value: String(list.id), label: list.name })) ?? []}
          value={form.values.listIds.map(String)}
          onChange={(ids) => form.setFieldValue('listIds', ids.map(Number))}
          searchable
          hidePickedOptions
          clearable
        />
        <Input.Wrapper label={t('form.fields')} labelElement="div">
          <Stack gap={8} mt={4}>
            {form.values.fields.map((_, at) => (
              <Group key={at} gap={8} wrap="nowrap" align="flex-start">
                <TextInput
                  w="40%"
                  aria-label={t('form.fieldKey', { number: at + 1 })}
                  maxLength={100}
                  {...form.getInputProps(`fields.${at}.key`)}
                />
                <TextInput
                  flex={1}
                  aria-label={t('form.fieldValue', { number: at + 1 })}
                  {...form.getInputProps(`fields.${at}.value`)}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  mt={4}
                  aria-label={t('form.removeField', { key: form.values.fields[at]?.key ?? '' })}
                  onClick={() => form.removeListItem('fields', at)}
                >
                  <IconX size={16} aria-hidden />
                </ActionIcon>
              </Group>
            ))}
            <Button
              variant="subtle"
              size="compact-sm"
              w="fit-content"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => form.insertListItem('fields', { key: '', value: '' })}
            >
              {t('form.addField')}
            </Button>
          </Stack>
        </Input.Wrapper>
        {problem !== null && (
          <Alert color="red" p={12} icon={<IconAlertTriangle size={18} />} role="alert">
            {problem}
          </Alert>
        )}
        <Can permission="contacts.write">
          <Group justify="flex-end">
            <Button type="submit" loading={saving} disabled={!form.isDirty()}>
              {submitLabel}
            </Button>
          </Group>
        </Can>
      </Stack>
    </form>
  );
}

function fieldKeyProblem(
  key: string,
  draft: ContactDraft,
  path: string,
  t: (key: string) => string,
): string | null {
  const at = Number(path.split('.')[1]);
  const wanted = canonicalFieldKey(key);
  if (wanted === '') return draft.fields[at]?.value.trim() === '' ? null : t('form.keyRequired');
  const first = draft.fields.findIndex((field) => canonicalFieldKey(field.key) === wanted);
  return first === at ? null : t('form.keyTwice');
}
