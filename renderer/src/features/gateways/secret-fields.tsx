import { PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DriverName } from '#shared/contract/gateways.ts';
import { DRIVER_FACTS } from '#shared/gateways/drivers.ts';
import type { GatewayFormValues } from '#renderer/features/gateways/form-values.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Credentials: written, never shown again. Empty fields keep what is stored. */
export function SecretFields({
  driver,
  form,
  stored,
}: {
  driver: DriverName;
  form: UseFormReturnType<GatewayFormValues>;
  stored: boolean;
}) {
  const { t } = useTranslation('gateways');
  const info = useQuery(orpc.host.info.queryOptions());
  const { secretFields, optionalSecrets, openSecrets } = DRIVER_FACTS[driver];
  return (
    <Stack gap="xs">
      {[...secretFields, ...optionalSecrets].map((name) => {
        const isOptional = optionalSecrets.includes(name);
        const field = {
          label: t(`secret.${name}`),
          description: isOptional ? t(`secretText.${name}`) : undefined,
          required: !stored && !isOptional,
          placeholder: stored ? t('form.secretStored') : undefined,
          autoComplete: 'off',
          ...form.getInputProps(`secrets.${name}`),
        };
        return openSecrets.includes(name) ? (
          <TextInput key={name} {...field} />
        ) : (
          <PasswordInput
            key={name}
            visibilityToggleButtonProps={{ 'aria-label': t('form.showSecret') }}
            {...field}
          />
        );
      })}
      <Text size="xs" c="dimmed">
        {stored ? `${t('form.secretKeep')} ` : ''}
        {info.data === undefined ? '' : t(`form.secretsIn.${info.data.secretsIn}`)}
      </Text>
    </Stack>
  );
}
