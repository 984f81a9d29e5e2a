import { Fieldset, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Gateway } from '#shared/contract/gateways.ts';
import { CopyText } from '#renderer/components/copy-text.tsx';
import { CallbackAddress } from '#renderer/features/gateways/callback-address.tsx';
import type { GatewayFormValues } from '#renderer/features/gateways/form-values.ts';

/** What a gateway may call in at an address of this computer. */
export type CalledIn = 'reports' | 'approvals' | 'replies';

/** Where delivery reports come in, or what else is called in. Optional: without it messages stay at "accepted". */
export function ReportsFields({
  form,
  gateway,
  what,
}: {
  form: UseFormReturnType<GatewayFormValues>;
  gateway: Gateway | undefined;
  /** What it calls in in the first place. */
  what: CalledIn;
}) {
  const { t } = useTranslation('gateways');
  const title = {
    reports: 'reports.title',
    approvals: 'form.approvalsTitle',
    replies: 'replies.title',
  };
  return (
    <Fieldset legend={t(title[what])}>
      <Stack gap="sm">
        <Text c="dimmed">{t(`form.${what}Text`)}</Text>
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
        {what === 'approvals' && gateway !== undefined && (
          // To be entered at the gateway by hand: it does not go out with a request.
          <CallbackAddress
            gatewayId={gateway.id}
            title={t('form.approvalsAddress')}
            text={t('form.approvalsAddressText')}
          />
        )}
        {what === 'reports' && gateway !== undefined && gateway.dlrCallback !== null && (
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
