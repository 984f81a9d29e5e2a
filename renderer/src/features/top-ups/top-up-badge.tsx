import { Badge } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconClock, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TopUpState } from '#shared/contract/top-ups.ts';

const LOOKS = {
  pending: { color: 'yellow', icon: IconClock },
  cleared: { color: 'siar', icon: IconCheck },
  refused: { color: 'red', icon: IconX },
  reversed: { color: 'gray', icon: IconArrowBackUp },
} as const;

/** What became of a payment, with a sign besides its colour. */
export function TopUpBadge({ state }: { state: TopUpState }) {
  const { t } = useTranslation('topups');
  const { color, icon: Icon } = LOOKS[state];
  return (
    <Badge color={color} leftSection={<Icon size={12} aria-hidden />}>
      {t(`state.${state}`)}
    </Badge>
  );
}
