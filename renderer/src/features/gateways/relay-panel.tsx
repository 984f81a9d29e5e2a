import {
  Button,
  Fieldset,
  Group,
  PasswordInput,
  Skeleton,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '#shared/contract/gateways.ts';
import { confirmAction } from '#renderer/components/confirm.ts';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { CallbackAddress } from '#renderer/features/gateways/callback-address.tsx';
import { RelayState } from '#renderer/features/gateways/relay-state.tsx';
import { toFailure } from '#renderer/lib/failure.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

/** The relay through which a gateway's delivery reports come: how it goes with it, and its settings. */
export function RelayPanel({ gateway }: { gateway: Gateway }) {
  const { t } = useTranslation('gateways');
  const relays = useQuery(orpc.relays.all.queryOptions());
  if (relays.isPending) return <Skeleton height={180} />;
  if (relays.isError) return <ErrorState error={relays.error} onRetry={() => relays.refetch()} />;
  const relay = relays.data.find(({ gatewayId }) => gatewayId === gateway.id);
  return (
    <Fieldset legend={t('relay.title')} mt="md">
      <Stack gap="sm">
        <Text c="dimmed">{t('relay.text')}</Text>
        {relay !== undefined && <RelayState relay={relay} />}
        {relay !== undefined && (
          <CallbackAddress
            gatewayId={gateway.id}
            title={t('relay.callback')}
            text={t('relay.callbackText')}
          />
        )}
        <RelayForm key={relay?.url ?? ''} gateway={gateway} url={relay?.url} />
      </Stack>
    </Fieldset>
  );
}

const FIELD_OF: Readonly<Record<string, 'url' | 'key'>> = {
  'relay-key': 'key',
  'relay-key-missing': 'key',
  'not-a-relay': 'url',
  'bad-url': 'url',
  'plain-http': 'url',
};

function RelayForm({ gateway, url }: { gateway: Gateway; url: string | undefined }) {
  const { t } = useTranslation('gateways');
  const { id: gatewayId, name } = gateway;
  const form = useForm({
    initialValues: { url: url ?? '', key: '' },
    validate: { url: (text) => (text.trim() === '' ? t('relay.urlMissing') : null) },
  });
  const set = useMutation(
    orpc.relays.set.mutationOptions({
      onError(error) {
        const { code, message } = toFailure(error);
        const field = Object.hasOwn(FIELD_OF, code) ? FIELD_OF[code] : undefined;
        if (field === undefined) notifyFailure(error);
        else form.setFieldError(field, message);
      },
      onSuccess: () => {
        form.setFieldValue('key', '');
        notifyDone(t('relay.saved', { name }));
      },
    }),
  );
  const remove = useMutation(
    orpc.relays.remove.mutationOptions({
      onError: notifyFailure,
      onSuccess: () => notifyDone(t('relay.removed', { name })),
    }),
  );
  const askRemove = async () => {
    const sure = await confirmAction({
      title: t('relay.removeTitle', { name }),
      text: t('relay.removeText'),
      confirmLabel: t('relay.remove'),
      danger: true,
    });
    if (sure) remove.mutate({ gatewayId });
  };
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ url: address, key }) =>
        set.mutate({ gatewayId, url: address.trim(), key: key.trim() || undefined }),
      )}
    >
      <Stack gap="sm">
        <TextInput
          label={t('relay.url')}
          placeholder="https://relay.example.com"
          {...form.getInputProps('url')}
        />
        <PasswordInput
          label={t('relay.key')}
          description={t('relay.keyText')}
          placeholder={url === undefined ? undefined : t('form.secretStored')}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('form.showSecret') }}
          {...form.getInputProps('key')}
        />
        <Group gap="xs">
          <Button type="submit" variant="default" size="xs" loading={set.isPending}>
            {url === undefined ? t('relay.set') : t('relay.change')}
          </Button>
          {url !== undefined && (
            <Button
              variant="default"
              size="xs"
              loading={remove.isPending}
              onClick={() => void askRemove()}
            >
              {t('relay.remove')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
