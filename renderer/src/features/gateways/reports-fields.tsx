import { Fieldset, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '#shared/contract/gateways.ts';
import { CopyText } from '#renderer/components/copy-text.tsx';
import { CallbackAddress } from '#renderer/features/gateways/callback-address.tsx';
import type { GatewayFormValues } from '#renderer/features/gateways/form-values.ts';

/** Where delivery reports come in. Optional: without it messages stay at "accepted". */
export function ReportsFields({
  form,
  gateway,
  forTexts,
}: {
  form: UseFormReturnType<GatewayFormValues>;
  gateway: Gateway | undefined;
  /** It calls decisions on texts in, and no delivery reports. */
  forTexts: boolean;
}) {
  const { t } = useTranslation('gateways');
  return (
    <Fieldset legend={forTexts ? t('form.approvalsTitle') : t('reports.title')}>
      <Stack gap="sm">
        <Text c="dimmed">{forTexts ? t('form.approvalsText') : t('form.reportsText')}</Text>
        <TextInput
          label={t('form.dlrListen')}
          description={t('form.dlrListenText')}
          placeholder="0.0.0.0:8790"
          {...form.getInputProps('dlrListen')}
        />
        <TextInput
          label={t('form.dlrUrl')}
          description={t('form.dlrUrlText')}
          placeholder="https://sms.example.my"
          {...form.getInputProps('dlrUrl')}
        />
        {forTexts && gateway !== undefined && (
          // To be entered at the gateway by hand: it does not go out with a request.
          <CallbackAddress
            gatewayId={gateway.id}
            title={t('form.approvalsAddress')}
            text={t('form.approvalsAddressText')}
          />
        )}
        {!forTexts && gateway !== undefined && gateway.dlrCallback !== null && (
          <div>
            <Text fw={500}>{t('form.callback')}</Text>
            <CopyText text={gateway.dlrCallback} />
            <Text size="xs" c="dimmed">
              {t('form.callbackText')}
            </Text>
          </div>
        )}
      </Stack>
    </Fieldset>
  );
}
