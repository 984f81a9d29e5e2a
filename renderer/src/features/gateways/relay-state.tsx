import { Group, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleOff, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { GatewayRelay } from '#shared/contract/relays.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { inWords } from '#renderer/lib/core-words.ts';

/** How it goes with a relay, as one sentence and never by colour alone. */
export function RelayState({ relay }: { relay: GatewayRelay }) {
  const { t } = useTranslation('gateways');
  const format = useFormat();
  const { icon: Icon, color, words } = describe();
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" role="status">
      <Icon size={16} color={color} aria-hidden style={{ flexShrink: 0, marginTop: 3 }} />
      <Text>{words}</Text>
    </Group>
  );

  function describe() {
    if (relay.problem !== null) {
      const color = 'var(--mantine-color-error)';
      return { icon: IconPlugConnectedX, color, words: inWords(relay.problem.message) };
    }
    if (relay.answeredAt === null) {
      return { icon: IconCircleOff, color: undefined, words: t('relay.off') };
    }
    const words =
      relay.left === 0
        ? t('relay.connected', { time: format.when(relay.answeredAt) })
        : t('relay.catchingUp', { count: relay.left });
    return { icon: IconCircleCheck, color: 'var(--mantine-color-siar-6)', words };
  }
}
