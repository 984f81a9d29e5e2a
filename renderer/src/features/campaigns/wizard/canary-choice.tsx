import { Checkbox, Group, NumberInput, Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import { canarySchema, type Canary } from '#shared/campaigns/canary.ts';

/** Enough for a verdict, few enough to lose. */
const USUAL = canarySchema.parse({ messages: 50 });

/** The first so many messages, and what must become of them before the rest is sent. */
export function CanaryChoice() {
  const { t } = useTranslation('campaigns');
  const { canary } = useDraftStore((state) => state.draft);
  const patch = useDraftStore((state) => state.patch);
  return (
    <div>
      <Checkbox
        label={t('wizard.canary')}
        description={t('wizard.canaryHelp')}
        checked={canary !== null}
        onChange={(event) => patch({ canary: event.currentTarget.checked ? USUAL : null })}
      />
      {canary !== null && (
        <CanaryFields canary={canary} onChange={(changed) => patch({ canary: changed })} />
      )}
    </div>
  );
}

type FieldsProps = { canary: Canary; onChange: (canary: Canary) => void };

function CanaryFields({ canary, onChange }: FieldsProps) {
  const { t } = useTranslation('campaigns');
  const whole = (key: 'messages' | 'minAccepted' | 'waitMinutes', most: number, unit: string) => ({
    label: t(`wizard.canary_${key}`),
    min: 1,
    max: most,
    clampBehavior: 'strict' as const,
    allowDecimal: false,
    allowNegative: false,
    suffix: ` ${unit}`,
    value: canary[key],
    onChange: (value: number | string) => {
      if (typeof value === 'number' && value >= 1) onChange({ ...canary, [key]: value });
    },
  });
  return (
    <Stack gap={16} ml={32} mt={12}>
      <Group gap={16} align="flex-end" grow>
        <NumberInput {...whole('messages', 100_000, t('wizard.messages'))} />
        <NumberInput {...whole('waitMinutes', 1_440, t('wizard.minutesUnit'))} />
      </Group>
      <Group gap={16} align="flex-end" grow>
        <NumberInput {...whole('minAccepted', 100, '%')} />
        <NumberInput
          label={t('wizard.canary_minDelivered')}
          placeholder={t('wizard.canaryNoReports')}
          min={1}
          max={100}
          clampBehavior="strict"
          allowDecimal={false}
          allowNegative={false}
          suffix=" %"
          value={canary.minDelivered ?? ''}
          onChange={(value) =>
            onChange({
              ...canary,
              minDelivered: typeof value === 'number' && value >= 1 ? value : null,
            })
          }
        />
      </Group>
      <Radio.Group
        label={t('wizard.canaryThen')}
        value={canary.afterwards}
        onChange={(value) => onChange({ ...canary, afterwards: value === 'go' ? 'go' : 'ask' })}
      >
        <Stack gap={12} mt={8}>
          <Radio value="ask" label={t('wizard.canaryAsk')} />
          <Radio value="go" label={t('wizard.canaryGo')} />
        </Stack>
      </Radio.Group>
    </Stack>
  );
}
