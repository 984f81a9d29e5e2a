import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { confirmAction } from '#renderer/components/confirm.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { TopUp } from '#shared/contract/top-ups.ts';
import { formatRinggit } from '#shared/credits/money.ts';

/** What the owner may decide: clear or refuse while it is pending, take back once it is cleared. */
export function Decisions({ topUp }: { topUp: TopUp }) {
  const { t } = useTranslation('topups');
  const format = useFormat();
  const [asks, setAsks] = useState<'refuse' | 'reverse' | null>(null);
  const clear = useMutation(
    orpc.topUps.clear.mutationOptions({
      onError: notifyFailure,
      onSuccess: ({ receiptNumber }) => notifyDone(t('clear.done', { number: receiptNumber })),
    }),
  );
  const confirmClear = async () => {
    const amount = formatRinggit(topUp.amountSen);
    const credits = format.number(topUp.credits);
    const isSure = await confirmAction({
      title: t('clear.title', { amount }),
      text: (
        <>
          {t('clear.text', { amount, credits, name: topUp.user?.name ?? t('house') })}
          {topUp.warnings.map((warning) => (
            <p key={warning}>{t(`warning.${warning}`)}</p>
          ))}
        </>
      ),
      confirmLabel: t('clear.confirm', { credits }),
    });
    if (isSure) clear.mutate({ id: topUp.id, allowWarnings: topUp.warnings.length > 0 });
  };
  if (topUp.state === 'refused' || topUp.state === 'reversed') return null;
  if (asks !== null) {
    return <Reason key={asks} topUp={topUp} verb={asks} onClose={() => setAsks(null)} />;
  }
  if (topUp.state === 'cleared') {
    return (
      <Button variant="default" onClick={() => setAsks('reverse')}>
        {t('reverse.button')}
      </Button>
    );
  }
  return (
    <Group grow gap="xs">
      <Button variant="default" onClick={() => setAsks('refuse')}>
        {t('refuse.button')}
      </Button>
      <Button loading={clear.isPending} onClick={() => void confirmClear()}>
        {t('clear.button')}
      </Button>
    </Group>
  );
}

/** Asks why; the reason stays in the books. */
function Reason({
  topUp,
  verb,
  onClose,
}: {
  topUp: TopUp;
  verb: 'refuse' | 'reverse';
  onClose: () => void;
}) {
  const { t } = useTranslation('topups');
  const format = useFormat();
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const handlers = {
    onError: notifyFailure,
    onSuccess: () => {
      notifyDone(t(`${verb}.done`));
      onClose();
    },
  };
  const refuse = useMutation(orpc.topUps.refuse.mutationOptions(handlers));
  const reverse = useMutation(orpc.topUps.reverse.mutationOptions(handlers));
  const decide = verb === 'refuse' ? refuse : reverse;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (reason.trim() !== '' && !decide.isPending) decide.mutate({ id: topUp.id, reason });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="xs">
        <TextInput
          label={t('reason')}
          description={t(`${verb}.text`, { credits: format.number(topUp.credits) })}
          required
          autoFocus
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={isChecked && reason.trim() === '' && t('reasonMissing')}
        />
        <Group grow gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" color="red.8" loading={decide.isPending}>
            {t(`${verb}.button`)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
