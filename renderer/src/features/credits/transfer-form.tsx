import { Button, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { fromOwner, toOwner, useOwnerOptions } from '#renderer/features/credits/owners.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { GatewayAccounts } from '#shared/contract/credits.ts';

/** Gives credits to a user, or takes them back, with a reason that stays in the ledger. */
export function TransferForm({ book, onDone }: { book: GatewayAccounts; onDone: () => void }) {
  const { t } = useTranslation('credits');
  const format = useFormat();
  const owners = useOwnerOptions(book.users);
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState<number | null>(book.users[1]?.userId ?? null);
  const [amount, setAmount] = useState<string | number>('');
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const has = book.users.find(({ userId }) => userId === from)?.balance ?? 0;
  const credits = Number(amount);
  const errors = {
    to: from === to ? t('transfer.same') : null,
    amount:
      !Number.isInteger(credits) || credits <= 0
        ? t('form.amountMissing')
        : credits > has
          ? t('transfer.short', { short: format.number(credits - has) })
          : null,
    reason: reason.trim() === '' ? t('form.reasonMissing') : null,
  };
  const transfer = useMutation(
    orpc.credits.transfer.mutationOptions({
      onError: notifyFailure,
      onSuccess: () => {
        notifyDone(t('transfer.done', { credits: format.number(credits) }));
        onDone();
      },
    }),
  );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (transfer.isPending || Object.values(errors).some((error) => error !== null)) return;
    transfer.mutate({ gatewayId: book.gatewayId, from, to, credits, reason });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text c="dimmed">{t('transfer.text', { gateway: book.gatewayName })}</Text>
        <Select
          label={t('transfer.from')}
          description={t('transfer.has', { credits: format.number(has) })}
          data={owners}
          value={fromOwner(from)}
          onChange={(value) => setFrom(toOwner(value))}
          allowDeselect={false}
        />
        <Select
          label={t('transfer.to')}
          data={owners}
          value={fromOwner(to)}
          onChange={(value) => setTo(toOwner(value))}
          allowDeselect={false}
          error={isChecked && errors.to}
        />
        <NumberInput
          label={t('form.credits')}
          required
          min={1}
          allowDecimal={false}
          allowNegative={false}
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
        <Button type="submit" loading={transfer.isPending}>
          {t('transfer.button')}
        </Button>
      </Stack>
    </form>
  );
}
