import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CopyText } from '#renderer/components/copy-text.tsx';
import { orpc } from '#renderer/transport/client.ts';

type CallbackAddressProps = { gatewayId: number; title: string; text: string };

/** The whole address that a gateway may call, to be copied; nothing while there is none. */
export function CallbackAddress({ gatewayId, title, text }: CallbackAddressProps) {
  const callback = useQuery(orpc.relays.callback.queryOptions({ input: { gatewayId } }));
  const url = callback.data?.url ?? null;
  if (url === null) return null;
  return (
    <div>
      <Text fw={500}>{title}</Text>
      <CopyText text={url} />
      <Text size="xs" c="dimmed">
        {text}
      </Text>
    </div>
  );
}
