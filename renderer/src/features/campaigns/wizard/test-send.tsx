import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconCheck, IconSend, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { confirmAction } from '#renderer/components/confirm.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Gateway } from '#shared/contract/gateways.ts';
import { prepareMessage } from '#shared/sms/price-prefix.ts';

type TestSendProps = {
  gateway: Gateway;
  /** The text of the person shown; undefined while it cannot be made. */
  text: string | undefined;
  country: string;
};

/** Sends the previewed text to one number now, after saying what it costs. */
export function TestSend({ gateway, text, country }: TestSendProps) {
  const { t } = useTranslation('campaigns');
  const [to, setTo] = useState('');
  const send = useMutation(orpc.campaigns.testSend.mutationOptions({ onError: notifyFailure }));
  const ready = text !== undefined && text.trim() !== '' && to.trim() !== '' && !send.isPending;

  const ask = async () => {
    if (!ready) return;
    const { parts, credits } = prepareMessage(text, country, gateway.profile);
    const agreed = await confirmAction({
      title: t('test.askTitle'),
      text: t(gateway.practice ? 'test.askPractice' : 'test.askText', {
        to,
        parts: t('parts', { count: parts }),
        count: credits,
      }),
      confirmLabel: t('test.send'),
    });
    if (agreed) send.mutate({ gatewayId: gateway.id, to, text });
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <Stack gap={8}>
        <Group align="flex-end" gap={8} wrap="nowrap">
          <TextInput
            flex={1}
            label={t('test.label')}
            placeholder="012-345 6789"
            inputMode="tel"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            leftSection={<IconSend size={16} aria-hidden />}
            disabled={!ready}
            loading={send.isPending}
          >
            {t('test.button')}
          </Button>
        </Group>
        {send.data && (
          <Alert
            color={send.data.ok ? 'green' : 'red'}
            icon={send.data.ok ? <IconCheck size={18} /> : <IconX size={18} />}
            p={12}
            role="status"
          >
            {inWords(send.data.message)}
          </Alert>
        )}
      </Stack>
    </form>
  );
}
