import { Alert, Button, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { AmountHint } from '#renderer/features/top-ups/amount-hint.tsx';
import { SlipDrop, type ChosenSlip } from '#renderer/features/top-ups/slip-drop.tsx';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc, type client } from '#renderer/transport/client.ts';
import { MAX_SLIPS, type TopUp } from '#shared/contract/top-ups.ts';
import { clearingDays, PAYMENT_METHODS, type PaymentMethod } from '#shared/credits/methods.ts';
import { parseRinggit } from '#shared/credits/money.ts';
import { packageFor } from '#shared/credits/packages.ts';
import classes from '#renderer/features/top-ups/top-ups.module.css';

/** What the core says before a payment is recorded. */
export type TopUpOptions = Awaited<ReturnType<typeof client.topUps.options>>;

/** The value of the choice that stands for one's own account. */
const OWN = 'own';

/** Records a payment; its credits are released when somebody has cleared it. */
export function TopUpForm({
  options,
  onDone,
}: {
  options: TopUpOptions;
  onDone: (topUp: TopUp) => void;
}) {
  const { t } = useTranslation('topups');
  const [gatewayId, setGatewayId] = useState(options.gateways[0]?.id ?? 0);
  const [account, setAccount] = useState(OWN);
  const [amount, setAmount] = useState('');
  const [method, setMethod] = useState<PaymentMethod>('bank-transfer');
  const [accountHolder, setHolder] = useState('');
  const [reference, setReference] = useState('');
  const [paidOn, setPaidOn] = useState('');
  const [note, setNote] = useState('');
  const [slips, setSlips] = useState<readonly ChosenSlip[]>([]);
  const [isChecked, setChecked] = useState(false);
  const amountSen = parseRinggit(amount);
  const isEnough = amountSen !== null && packageFor(options.packages, amountSen) !== undefined;
  const isNamed = accountHolder.trim() !== '';
  const days = clearingDays(method);
  const add = useMutation(
    orpc.topUps.add.mutationOptions({
      onError: notifyFailure,
      onSuccess: (topUp) => {
        notifyDone(t('form.done'));
        onDone(topUp);
      },
    }),
  );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (add.isPending || amountSen === null || !isEnough || !isNamed) return;
    add.mutate({
      gatewayId,
      userId: account === OWN ? (options.self?.id ?? undefined) : Number(account),
      amountSen,
      method,
      accountHolder,
      reference,
      paidOn: paidOn === '' ? null : paidOn,
      note,
      slipFileIds: slips.map(({ fileId }) => fileId),
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {options.payTo !== '' && (
          <Alert title={t('form.payTo')} p={12} className={classes.payTo}>
            {options.payTo}
          </Alert>
        )}
        <TextInput
          label={t('form.amount')}
          required
          inputMode="decimal"
          leftSection={<span aria-hidden>RM</span>}
          value={amount}
          onChange={(event) => setAmount(event.currentTarget.value)}
          error={isChecked && !isEnough && t('form.amountBad')}
          data-autofocus
        />
        <AmountHint
          packages={options.packages}
          amountSen={amountSen}
          onAmount={(sen) => setAmount((sen / 100).toFixed(2))}
        />
        <AccountFields
          options={options}
          gatewayId={gatewayId}
          onGateway={setGatewayId}
          account={account}
          onAccount={setAccount}
        />
        <Select
          label={t('form.method')}
          data={PAYMENT_METHODS.map((one) => ({ value: one, label: t(`method.${one}`) }))}
          value={method}
          allowDeselect={false}
          onChange={(value) => setMethod(PAYMENT_METHODS.find((one) => one === value) ?? method)}
        />
        {days && (
          <Alert color="yellow" icon={<IconClock size={18} aria-hidden />} p={12}>
            {t('form.waits', { method: t(`method.${method}`), ...days })}
          </Alert>
        )}
        <TextInput
          label={t('form.holder')}
          description={t('form.holderText')}
          required
          maxLength={100}
          value={accountHolder}
          onChange={(event) => setHolder(event.currentTarget.value)}
          error={isChecked && !isNamed && t('form.holderMissing')}
        />
        <div className={classes.row}>
          <TextInput
            label={t(method === 'cheque' ? 'form.cheque' : 'form.reference')}
            maxLength={60}
            value={reference}
            onChange={(event) => setReference(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t('form.paidOn')}
            value={paidOn}
            onChange={(event) => setPaidOn(event.currentTarget.value)}
          />
        </div>
        <SlipDrop
          slips={slips}
          disabled={slips.length >= MAX_SLIPS}
          onAdd={(slip) => setSlips((before) => [...before, slip])}
          onRemove={({ fileId }) =>
            setSlips((before) => before.filter((one) => one.fileId !== fileId))
          }
        />
        <Textarea
          label={t('form.note')}
          maxLength={500}
          autosize
          minRows={1}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button type="submit" loading={add.isPending}>
          {t('form.button')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('form.promise')}
        </Text>
      </Stack>
    </form>
  );
}

/** Which credits are bought, and for whom. */
function AccountFields({
  options,
  gatewayId,
  onGateway,
  account,
  onAccount,
}: {
  options: TopUpOptions;
  gatewayId: number;
  onGateway: (id: number) => void;
  account: string;
  onAccount: (account: string) => void;
}) {
  const { t } = useTranslation('topups');
  const others = options.users.filter(({ id }) => id !== options.self?.id);
  return (
    <div className={classes.row}>
      <Select
        label={t('form.gateway')}
        data={options.gateways.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={String(gatewayId)}
        allowDeselect={false}
        onChange={(value) => onGateway(Number(value))}
      />
      <Select
        label={t('form.for')}
        data={[
          { value: OWN, label: options.self?.name ?? t('house') },
          ...others.map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
        value={account}
        allowDeselect={false}
        onChange={(value) => onAccount(value ?? OWN)}
      />
    </div>
  );
}
