import { Badge } from '@mantine/core';
import {
  IconChecks,
  IconCircleX,
  IconHelpCircle,
  IconHourglass,
  IconLoader,
  IconSend,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OtpResult } from '#renderer/features/otp/otp-result.ts';

const LOOKS: Readonly<Record<OtpResult, { icon: TablerIcon; color: string }>> = {
  sending: { icon: IconLoader, color: 'blue' },
  sent: { icon: IconSend, color: 'blue' },
  expired: { icon: IconHourglass, color: 'gray' },
  verified: { icon: IconChecks, color: 'siar' },
  wrong: { icon: IconX, color: 'orange' },
  rejected: { icon: IconCircleX, color: 'red' },
  uncertain: { icon: IconHelpCircle, color: 'orange' },
};

/** What became of a code: icon and word, never colour alone. */
export function ResultBadge({ result }: { result: OtpResult }) {
  const { t } = useTranslation('otp');
  const { icon: Icon, color } = LOOKS[result];
  return (
    <Badge color={color} leftSection={<Icon size={14} aria-hidden />} style={{ flex: 'none' }}>
      {t(`result.${result}`)}
    </Badge>
  );
}
