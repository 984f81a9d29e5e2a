import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MESSAGE_STATES, type MessageState } from '#shared/campaigns/lifecycle.ts';

/** The three words of the user guide. */
const SUMMARIES = ['success', 'queue', 'failure'] as const;

/** Which messages a table shows, by one of the three words or by exact state. */
export type MessageChoice = {
  state?: MessageState;
  summary?: (typeof SUMMARIES)[number];
};

/** Picks messages by the three words, or by exact state. */
export function MessageFilter({
  value,
  onChange,
}: {
  value: MessageChoice;
  onChange: (choice: MessageChoice) => void;
}) {
  const { t } = useTranslation(['history', 'common']);
  const choose = (text: string | null) => {
    const summary = SUMMARIES.find((one) => `summary.${one}` === text);
    const state = MESSAGE_STATES.find((one) => one === text);
    onChange(summary ? { summary } : state ? { state } : {});
  };
  return (
    <Select
      w={200}
      aria-label={t('filter.label')}
      placeholder={t('filter.all')}
      data={[
        {
          group: t('filter.summaries'),
          items: SUMMARIES.map((one) => ({
            value: `summary.${one}`,
            label: t(`filter.${one}`),
          })),
        },
        {
          group: t('filter.states'),
          items: MESSAGE_STATES.map((one) => ({
            value: one,
            label: t(`common:messageState.${one}`),
          })),
        },
      ]}
      value={value.summary ? `summary.${value.summary}` : (value.state ?? null)}
      onChange={choose}
      maxDropdownHeight={420}
      clearable
    />
  );
}
