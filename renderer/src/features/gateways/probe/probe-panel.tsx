import { Button, Fieldset, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '#shared/contract/gateways.ts';
import { normalisePhone } from '#shared/phone/normalise.ts';
import { prepareMessage } from '#shared/sms/price-prefix.ts';
import { confirmAction } from '#renderer/components/confirm.ts';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { ProbeResult } from '#renderer/features/gateways/probe/probe-result.tsx';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Tries a gateway and shows what goes there and comes back: without a message, or with a real one. */
export function ProbePanel({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation('probe');
  return (
    <Stack gap="md">
      <Text c="dimmed">{t('text')}</Text>
      <CheckSection gateway={gateway} />
      <SendSection gateway={gateway} />
    </Stack>
  );
}

function CheckSection({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation('probe');
  // Costs nothing, so it runs as the panel opens; again only when a person asks.
  const check = useQuery({
    ...orpc.probes.check.queryOptions({ input: { gatewayId: gateway.id } }),
    gcTime: 0,
    staleTime: Infinity,
    refetchOnReconnect: false,
    retry: false,
  });
  return (
    <Fieldset legend={t('check.title')}>
      <Stack gap="sm">
        <Text c="dimmed">{t('check.text')}</Text>
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          loading={check.isFetching}
          onClick={() => void check.refetch()}
        >
          {t('check.again')}
        </Button>
        {check.isError && <ErrorState error={check.error} onRetry={() => check.refetch()} />}
        {check.data !== undefined && <ProbeResult {...check.data} />}
      </Stack>
    </Fieldset>
  );
}

function SendSection({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation('probe');
  const { t: campaigns } = useTranslation('campaigns');
  const [to, setTo] = useState('');
  const [text, setText] = useState('');
  const settings = useQuery(orpc.settings.get.queryOptions());
  const send = useMutation(orpc.probes.send.mutationOptions({ onError: notifyFailure }));
  const ready = to.trim() !== '' && text.trim() !== '' && !send.isPending;

  const ask = async () => {
    if (!ready) return;
    const country = settings.data?.country ?? 'MY';
    const phone = normalisePhone(to, { country });
    const message = prepareMessage(text, phone.ok ? phone.country : country, gateway.profile);
    const agreed = await confirmAction({
      title: campaigns('test.askTitle'),
      text: campaigns(gateway.practice ? 'test.askPractice' : 'test.askText', {
        to,
        parts: campaigns('parts', { count: message.parts }),
        count: message.credits,
      }),
      confirmLabel: campaigns('test.send'),
    });
    if (agreed) send.mutate({ gatewayId: gateway.id, to, text });
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <Fieldset legend={t('send.title')}>
        <Stack gap="sm">
          <Text c="dimmed">{gateway.practice ? t('send.practiceText') : t('send.text')}</Text>
          <TextInput
            label={t('send.to')}
            placeholder="012-345 6789"
            inputMode="tel"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Textarea
            label={t('send.message')}
            autosize
            minRows={2}
            maxRows={6}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            style={{ alignSelf: 'flex-start' }}
            leftSection={<IconSend size={16} aria-hidden />}
            disabled={!ready}
            loading={send.isPending}
          >
            {t('send.button')}
          </Button>
          {send.data !== undefined && <ProbeResult {...send.data} />}
        </Stack>
      </Fieldset>
    </form>
  );
}
