import { Checkbox, NumberInput, Radio, Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CanaryChoice } from '#renderer/features/campaigns/wizard/canary-choice.tsx';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import { MISSED } from '#shared/contract/campaigns.ts';

/** Two weeks, the longest spread that the core takes. */
const MOST_HOURS = 336;

/** Spread, first messages, urgency, and what happens to a start that was missed. */
export function PacingChoice() {
  const { t } = useTranslation('campaigns');
  const { priority, spreadMinutes } = useDraftStore((state) => state.draft);
  const patch = useDraftStore((state) => state.patch);
  return (
    <Stack gap={24}>
      <NumberInput
        maw={320}
        label={t('wizard.spread')}
        description={t('wizard.spreadHelp')}
        suffix={` ${t('wizard.spreadUnit')}`}
        min={0.1}
        max={MOST_HOURS}
        decimalScale={1}
        value={spreadMinutes === null ? '' : spreadMinutes / 60}
        onChange={(value) =>
          patch({
            spreadMinutes: typeof value === 'number' && value > 0 ? Math.round(value * 60) : null,
          })
        }
      />
      <CanaryChoice />
      <Checkbox
        label={t('wizard.urgent')}
        description={t('wizard.urgentHelp')}
        checked={priority === 'urgent'}
        onChange={(event) => patch({ priority: event.currentTarget.checked ? 'urgent' : 'normal' })}
      />
      <MissedChoice />
    </Stack>
  );
}

/** A start that can be missed has a time; one that was sent at once can only be cut off in the middle. */
function MissedChoice() {
  const { t } = useTranslation('campaigns');
  const { missed, when } = useDraftStore((state) => state.draft);
  const patch = useDraftStore((state) => state.patch);
  const choose = (value: string | null) =>
    patch({ missed: MISSED.find((one) => one === value) ?? 'ask' });
  if (when === 'now') {
    return (
      <Select
        maw={480}
        label={t('wizard.cutOff')}
        description={t('wizard.cutOffHelp')}
        allowDeselect={false}
        data={(['ask', 'send'] as const).map((one) => ({
          value: one,
          label: t(`wizard.cutOffChoice.${one}`),
        }))}
        value={missed === 'send' ? 'send' : 'ask'}
        onChange={choose}
      />
    );
  }
  return (
    <Radio.Group
      label={t('wizard.missed')}
      description={t('wizard.missedHelp')}
      value={missed}
      onChange={choose}
    >
      <Stack gap={12} mt={12}>
        {MISSED.map((one) => (
          <Radio
            key={one}
            value={one}
            label={t(`wizard.missedChoice.${one}`)}
            description={t(`wizard.missedWhy.${one}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
