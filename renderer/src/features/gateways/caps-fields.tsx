import { ActionIcon, Button, Group, Input, NativeSelect, NumberInput, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { GatewayFormValues } from '#renderer/features/gateways/form-values.ts';
import { CAP_SPANS, CAP_UNITS } from '#shared/gateways/cap.ts';

/** Caps per span, each a row of its own: none, or as many as the person adds. */
export function CapsFields({ form }: { form: UseFormReturnType<GatewayFormValues> }) {
  const { t } = useTranslation('gateways');
  const { caps } = form.values;
  return (
    <Input.Wrapper
      label={t('form.caps')}
      description={t('form.capsText')}
      error={form.errors['caps']}
    >
      <Stack gap={8} mt={8}>
        {caps.map((cap, index) => (
          <Group key={cap.key} gap={8} wrap="nowrap">
            <NumberInput
              aria-label={t('form.capLimit')}
              min={1}
              max={100_000_000}
              allowDecimal={false}
              allowNegative={false}
              hideControls
              flex={1}
              {...form.getInputProps(`caps.${index}.limit`)}
            />
            <NativeSelect
              aria-label={t('form.capUnit')}
              data={CAP_UNITS.map((unit) => ({ value: unit, label: t(`cap.unit.${unit}`) }))}
              {...form.getInputProps(`caps.${index}.unit`)}
            />
            <NativeSelect
              aria-label={t('form.capPer')}
              data={CAP_SPANS.map((per) => ({ value: per, label: t(`cap.per.${per}`) }))}
              {...form.getInputProps(`caps.${index}.per`)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('form.capRemove')}
              onClick={() => form.removeListItem('caps', index)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            form.insertListItem('caps', {
              key: crypto.randomUUID(),
              limit: '',
              unit: 'messages',
              per: 'hour',
            })
          }
        >
          {t('form.capAdd')}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
