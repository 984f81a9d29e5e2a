import { Fieldset, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '#shared/contract/gateways.ts';
import { replyAddress } from '#shared/gateways/reply-address.ts';
import { CopyText } from '#renderer/components/copy-text.tsx';
import { orpc } from '#renderer/transport/client.ts';

/** Kinds of which it is known where their operator enters the address. */
const TOLD = ['kannel', 'twilio', 'smsgate'] as const;

/** Where a gateway is to hand over messages that phones send back, to be copied into its own settings. */
export function RepliesPanel({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation('gateways');
  const { id: gatewayId, driver } = gateway;
  const callback = useQuery(orpc.relays.callback.queryOptions({ input: { gatewayId } }));
  if (callback.data === undefined) return null;
  const { url } = callback.data;
  const how = TOLD.find((one) => one === driver) ?? 'other';
  return (
    <Fieldset legend={t('replies.title')} mt="md">
      <Stack gap="sm">
        <Text c="dimmed">{t('replies.text')}</Text>
        {url === null ? (
          <Text size="sm">{t('replies.addressFirst')}</Text>
        ) : (
          <div>
            <Text fw={500}>{t('replies.address')}</Text>
            <CopyText text={replyAddress(driver, url)} />
            <Text size="xs" c="dimmed">
              {t(`replies.how.${how}`)} {t('replies.secret')}
            </Text>
          </div>
        )}
      </Stack>
    </Fieldset>
  );
}
