import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProfileField } from '#shared/gateways/profile-fields.ts';

/** One value of a gateway profile, with what it means. */
export function ProfileFieldInput({
  field: { path, kind, values = [] },
  value,
  onChange,
}: {
  field: ProfileField;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const { t, i18n } = useTranslation('gateways');
  const key = path.replaceAll('.', '_');
  const explained = i18n.exists(`gateways:profileText.${key}`);
  const common = {
    label: t(`profileField.${key}`),
    description: explained ? t(`profileText.${key}`) : undefined,
  };
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  switch (kind) {
    case 'switch':
      return (
        <Switch
          {...common}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'number' ? value : ''}
          min={0}
          allowNegative={false}
          onChange={(next) => onChange(next === '' ? undefined : Number(next))}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          allowDeselect={false}
          value={text === '' ? null : text}
          data={values.map((one) => ({
            value: one,
            label: i18n.exists(`gateways:profileChoice.${key}_${one}`)
              ? t(`profileChoice.${key}_${one}`)
              : one,
          }))}
          onChange={(next) => onChange(next)}
        />
      );
    case 'countries':
      return (
        <TextInput
          {...common}
          value={Array.isArray(value) ? value.join(', ') : ''}
          onChange={(event) =>
            onChange(
              event.currentTarget.value
                .toUpperCase()
                .split(/[\s,]+/)
                .filter((one) => one !== ''),
            )
          }
        />
      );
    case 'text':
      return (
        <TextInput
          {...common}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
