import {
  Accordion,
  Alert,
  Button,
  Group,
  NumberInput,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '#shared/contract/gateways.ts';
import type { ProfileDraft } from '#shared/contract/probes.ts';
import { ExchangeView } from '#renderer/features/gateways/probe/exchange-view.tsx';
import { ProbeResult } from '#renderer/features/gateways/probe/probe-result.tsx';
import { ReadingView } from '#renderer/features/gateways/probe/reading-view.tsx';
import { failureText } from '#renderer/lib/failure-words.ts';
import { orpc } from '#renderer/transport/client.ts';

const OK = 200;

/** Tries a profile while it is written: the request it makes, and how it reads a reply. Sends nothing. */
export function PreviewSection({
  gateway,
  profile,
}: {
  gateway: Gateway;
  /** As it stands in the form, saved or not. */
  profile: ProfileDraft;
}) {
  const { t } = useTranslation('probe');
  const [to, setTo] = useState('60123456789');
  const [text, setText] = useState('');
  const [body, setBody] = useState('');
  const [status, setStatus] = useState<number | ''>(OK);
  const preview = useMutation(orpc.probes.preview.mutationOptions());
  const check = useMutation(orpc.probes.check.mutationOptions());
  const show = () =>
    preview.mutate({
      driver: gateway.driver,
      url: gateway.url ?? '',
      profile,
      to,
      text: text === '' ? t('preview.sample') : text,
      ...(body.trim() !== '' && { reply: { status: status === '' ? OK : status, body } }),
    });
  const error = preview.error ?? check.error;
  return (
    <Accordion variant="contained">
      <Accordion.Item value="preview">
        <Accordion.Control>{t('preview.title')}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            <Text c="dimmed">{t('preview.text')}</Text>
            <TextInput
              label={t('send.to')}
              inputMode="tel"
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
            <TextInput
              label={t('send.message')}
              placeholder={t('preview.sample')}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Textarea
              label={t('preview.reply')}
              description={t('preview.replyText')}
              autosize
              minRows={2}
              maxRows={8}
              value={body}
              onChange={(event) => setBody(event.currentTarget.value)}
            />
            {body.trim() !== '' && (
              <NumberInput
                label={t('preview.status')}
                min={100}
                max={599}
                allowDecimal={false}
                value={status}
                onChange={(value) => setStatus(typeof value === 'number' ? value : '')}
              />
            )}
            <Group gap="xs">
              <Button
                variant="default"
                size="xs"
                disabled={to.trim() === ''}
                loading={preview.isPending}
                onClick={show}
              >
                {t('preview.show')}
              </Button>
              <Button
                variant="default"
                size="xs"
                loading={check.isPending}
                onClick={() => check.mutate({ gatewayId: gateway.id, profile })}
              >
                {t('preview.check')}
              </Button>
            </Group>
            {error !== null && <Alert color="red">{failureText(error)}</Alert>}
            {check.data !== undefined && <ProbeResult {...check.data} />}
            {preview.data?.exchanges.map((exchange) => (
              <ExchangeView key={exchange.at} exchange={exchange} />
            ))}
            {preview.data !== undefined && preview.data.reading !== null && (
              <ReadingView reading={preview.data.reading} />
            )}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
