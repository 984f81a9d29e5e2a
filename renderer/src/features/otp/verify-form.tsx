import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOtpWords } from '#renderer/features/otp/use-otp-words.ts';
import { toFailure } from '#renderer/lib/failure.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { OtpEntry } from '#shared/contract/otp.ts';

/** Checks what a person reads from the phone. What is typed is forgotten as soon as it was asked. */
export function VerifyForm({ entry }: { entry: OtpEntry }) {
  const { t } = useTranslation('otp');
  const { explain } = useOtpWords();
  const [code, setCode] = useState('');
  const verify = useMutation(
    orpc.otp.verify.mutationOptions({ gcTime: 0, onSettled: () => setCode('') }),
  );
  const { gatewayId, msisdn, appId } = entry;
  const wrong = wrongOf();

  /** A right code is told by the panel, which then needs no form any more. */
  function wrongOf(): string | undefined {
    if (verify.error !== null) {
      const { code } = toFailure(verify.error);
      return t(`problem.${code}`, { defaultValue: failureText(verify.error) });
    }
    if (verify.data === undefined || verify.data.verified) return undefined;
    return explain(verify.data.status, verify.data.message);
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (verify.isPending || code.trim() === '') return;
        verify.mutate({ gatewayId, to: `+${msisdn}`, code, appId });
      }}
    >
      <Stack gap={8}>
        <Group align="flex-end" gap={8} wrap="nowrap">
          <TextInput
            flex={1}
            label={t('verify.label')}
            inputMode="numeric"
            autoComplete="off"
            maxLength={20}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <Button type="submit" disabled={code.trim() === ''} loading={verify.isPending}>
            {t('verify.button')}
          </Button>
        </Group>
        {wrong !== undefined && (
          <Alert color="orange" icon={<IconX size={18} aria-hidden />} p={12} role="status">
            {wrong}
          </Alert>
        )}
      </Stack>
    </form>
  );
}
