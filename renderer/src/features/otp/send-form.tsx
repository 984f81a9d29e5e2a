import {
  Button,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSend } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { firstDraft, toInput, visibleProblem, type Draft } from '#renderer/features/otp/draft.ts';
import { TextPreview } from '#renderer/features/otp/text-preview.tsx';
import { useOtpWords } from '#renderer/features/otp/use-otp-words.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import type { Gateway } from '#shared/contract/gateways.ts';
import type { OtpEntry } from '#shared/contract/otp.ts';
import { OTP_LIMITS, type OtpField } from '#shared/otp/rules.ts';
import { OTP_LANGUAGES } from '#shared/otp/wording.ts';
import classes from '#renderer/features/otp/otp.module.css';

/** Time from the last key to the next look at the rules. */
const CHECK_MS = 200;

/** Asks for a code: who, what the message says, how long it counts. Shows the message while typing. */
export function SendForm({
  gateways,
  onSent,
}: {
  gateways: readonly Gateway[];
  onSent: (entry: OtpEntry) => void;
}) {
  const { t } = useTranslation('otp');
  const { explainProblem } = useOtpWords();
  const [draft, setDraft] = useState(() => firstDraft(gateways, t('form.textStart')));
  const [isChecked, setChecked] = useState(false);
  const input = toInput(draft);
  const [settled] = useDebouncedValue(input, CHECK_MS);
  const preview = useQuery(
    orpc.otp.preview.queryOptions({ input: settled, placeholderData: keepPreviousData }),
  );
  const send = useMutation(
    orpc.otp.send.mutationOptions({
      onError: notifyFailure,
      onSuccess: ({ entry }) => onSent(entry),
    }),
  );
  const [isAsking, setAsking] = useState(false);
  const busy = isAsking || send.isPending;
  const patch = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const errorOf = (field: OtpField) => {
    const problem = visibleProblem(preview.data?.problems ?? [], field, draft, isChecked);
    if (problem === undefined) return null;
    return explainProblem(problem);
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy) return;
    setChecked(true);
    setAsking(true);
    try {
      // What is on the screen now, not what it was a moment ago.
      const { problems } = await client.otp.preview(input);
      if (problems.length === 0) send.mutate(input);
    } catch (error) {
      notifyFailure(error);
    } finally {
      setAsking(false);
    }
  };
  const hasBrand = draft.content === 'brand';
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="sm">
        <Select
          label={t('form.gateway')}
          data={gateways.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={String(draft.gatewayId)}
          onChange={(value) => value !== null && patch({ gatewayId: Number(value) })}
          allowDeselect={false}
        />
        <TextInput
          label={t('form.to')}
          placeholder="012-345 6789"
          inputMode="tel"
          autoComplete="off"
          required
          value={draft.to}
          onChange={(event) => patch({ to: event.currentTarget.value })}
          error={errorOf('to')}
        />
        <SegmentedControl
          fullWidth
          aria-label={t('form.content')}
          transitionDuration={100}
          value={draft.content}
          onChange={(value) => patch({ content: value === 'text' ? 'text' : 'brand' })}
          data={[
            { value: 'brand', label: t('form.brandChoice') },
            { value: 'text', label: t('form.textChoice') },
          ]}
        />
        {hasBrand ? (
          <TextInput
            label={t('form.brand')}
            description={t('form.brandText', { count: OTP_LIMITS.brand })}
            required
            value={draft.brand}
            onChange={(event) => patch({ brand: event.currentTarget.value })}
            error={errorOf('content')}
          />
        ) : (
          <Textarea
            label={t('form.text')}
            description={t('form.textText')}
            required
            autosize
            minRows={3}
            maxRows={6}
            value={draft.text}
            onChange={(event) => patch({ text: event.currentTarget.value })}
            error={errorOf('content')}
          />
        )}
        <TextPreview preview={preview.data} />
        <div className={classes.row}>
          <NumberInput
            label={t('form.minutes')}
            min={OTP_LIMITS.minutes.least}
            max={OTP_LIMITS.minutes.most}
            clampBehavior="none"
            allowDecimal={false}
            allowNegative={false}
            value={draft.minutes}
            onChange={(minutes) => patch({ minutes })}
            error={errorOf('minutes')}
          />
          <NumberInput
            label={t('form.appId')}
            min={OTP_LIMITS.appId.least}
            clampBehavior="none"
            allowDecimal={false}
            allowNegative={false}
            value={draft.appId}
            onChange={(appId) => patch({ appId })}
            error={errorOf('appId')}
          />
          {hasBrand && (
            <Select
              label={t('form.language')}
              data={OTP_LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
              value={draft.language}
              onChange={(value) => {
                const language = OTP_LANGUAGES.find((one) => one === value);
                if (language !== undefined) patch({ language });
              }}
              allowDeselect={false}
              error={errorOf('language')}
            />
          )}
        </div>
        <Button type="submit" leftSection={<IconSend size={16} aria-hidden />} loading={busy}>
          {t('send')}
        </Button>
      </Stack>
    </form>
  );
}
