import { Alert, Stack } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ProbeReading, ShownExchange } from '#shared/contract/probes.ts';
import { ExchangeView } from '#renderer/features/gateways/probe/exchange-view.tsx';
import { ReadingView } from '#renderer/features/gateways/probe/reading-view.tsx';
import { inWords } from '#renderer/lib/core-words.ts';

/** What came of a try, in one sentence, and below it all that was said. */
export function ProbeResult({
  ok,
  message,
  reading,
  exchanges,
}: {
  ok: boolean;
  message: string;
  reading?: ProbeReading;
  exchanges: readonly ShownExchange[];
}) {
  const Icon = ok ? IconCheck : IconAlertTriangle;
  return (
    <Stack gap="sm">
      <Alert
        color={ok ? 'green' : 'red'}
        icon={<Icon size={18} aria-hidden />}
        p={12}
        role="status"
      >
        {inWords(message)}
      </Alert>
      {reading !== undefined && <ReadingView reading={reading} />}
      {exchanges.map((exchange, index) => (
        // Exchanges have no id; their order does not change.
        <ExchangeView key={`${exchange.at}-${index}`} exchange={exchange} />
      ))}
    </Stack>
  );
}
