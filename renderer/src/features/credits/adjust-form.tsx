import { Button, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { fromOwner, toOwner, useOwnerOptions } from '#renderer/features/credits/owners.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { GatewayAccounts } from '#shared/contract/credits.ts';

/** Books credits that came or went outside Siar, and shows what the account has afterwards. */
export function AdjustForm({ book, onDone }: { book: GatewayAccounts; onDone: () => void }) {
  const { t } = useTranslation('credits');
  const format = useFormat();
  const owners = useOwnerOptions(book.users);
  const [userId, setUserId] = useState<number | null>(null);
  const [amount, setAmount] = useState<string | number>('');
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const has = book.users.find((user) => user.userId === userId)?.balance ?? 0;
  const credits = Number(amount);
  const isAmount = Number.isInteger(credits) && credits !== 0;
  const errors = {
    amount: isAmount ? null : t('adjust.amountMissing'),
    reason: reason.trim() === '' ? t('form.reasonMissing') : null,
  };
  const adjust = useMutation(
    orpc.credits.adjust.mutationOptions({
      onError: notifyFailure,
      onSuccess: () => {
        notifyDone(t('adjust.done'));
        onDone();
      },
    }),
  );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (adjust.isPending || errors.amount !== null || errors.reason !== null) return;
    adjust.mutate({ gatewayId: book.gatewayId, userId, credits, reason });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text c="dimmed">{t('adjust.text', { gateway: book.gatewayName })}</Text>
        {owners.length > 1 && (
          <Select
            label={t('account.user')}
            data={owners}
            value={fromOwner(userId)}
            onChange={(value) => setUserId(toOwner(value))}
            allowDeselect={false}
          />
        )}
        <NumberInput
          label={t('form.credits')}
          description={t('adjust.sign')}
          required
          allowDecimal={false}
          thousandSeparator=","
          value={amount}
          onChange={setAmount}
          error={isChecked && errors.amount}
        />
        <TextInput
          label={t('form.reason')}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={isChecked && errors.reason}
        />
        <Text role="status">
          {t('adjust.after', {
            before: format.number(has),
            after: format.number(isAmount ? has + credits : has),
          })}
        </Text>
        <Button type="submit" loading={adjust.isPending}>
          {t('adjust.button')}
        </Button>
      </Stack>
    </form>
  );
}
