import { PasswordInput, Stack, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { GatewayFormValues } from '#renderer/features/gateways/form-values.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Credentials: written, never shown again. Empty fields keep what is stored. */
export function SecretFields({
  form,
  stored,
}: {
  form: UseFormReturnType<GatewayFormValues>;
  stored: boolean;
}) {
  const { t } = useTranslation('gateways');
  const info = useQuery(orpc.host.info.queryOptions());
  const field = {
    required: !stored,
    placeholder: stored ? t('form.secretStored') : undefined,
    autoComplete: 'off',
    visibilityToggleButtonProps: { 'aria-label': t('form.showSecret') },
  };
  return (
    <Stack gap="xs">
      <PasswordInput label={t('form.apiKey')} {...field} {...form.getInputProps('apiKey')} />
      <PasswordInput label={t('form.apiSecret')} {...field} {...form.getInputProps('apiSecret')} />
      <Text size="xs" c="dimmed">
        {stored ? `${t('form.secretKeep')} ` : ''}
        {info.data === undefined ? '' : t(`form.secretsIn.${info.data.secretsIn}`)}
      </Text>
    </Stack>
  );
}
