import { Badge, Text } from '@mantine/core';
import { IconBan, IconCircleCheck, IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '#shared/contract/replies.ts';

/** What a reply came to, in one word. */
export type ReplyOutcomeName = 'stopped' | 'already' | 'allowed' | 'check' | 'decided' | 'none';

/** See ReplyOutcomeName. One that was to be looked at is decided once its number is on the list. */
export function outcomeOf({ asked, done, suppressed }: Reply): ReplyOutcomeName {
  if (done !== 'none') return done;
  if (asked !== 'check') return 'none';
  return suppressed ? 'decided' : 'check';
}

/** What Siar did about a reply: a sign and words where it did something, words alone where nothing was asked. */
export function ReplyOutcome({ reply }: { reply: Reply }) {
  const { t } = useTranslation('replies');
  const outcome = outcomeOf(reply);
  const words = t(`outcome.${outcome}`);
  if (outcome === 'none') {
    return (
      <Text size="sm" c="dimmed" truncate>
        {words}
      </Text>
    );
  }
  const { icon: Icon, color } =
    outcome === 'check'
      ? { icon: IconEye, color: 'orange' }
      : outcome === 'allowed'
        ? { icon: IconCircleCheck, color: 'siar' }
        : { icon: IconBan, color: 'gray' };
  return (
    <Badge color={color} leftSection={<Icon size={14} aria-hidden />} style={{ flex: 'none' }}>
      {words}
    </Badge>
  );
}
