import {
  ActionIcon,
  Alert,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Radio,
  Stack,
  Text,
} from '@mantine/core';
import { IconAlertTriangle, IconCoins, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { RetrySettings } from '#shared/contract/retries.ts';
import {
  MOST_RETRIES,
  mostRetryCredits,
  RETRY_STATES,
  type RetryPolicy,
} from '#shared/gateways/retry-policy.ts';

const MOST_MINUTES = 2_880;
const MOST_HOURS = 168;

/** Sets a gateway's retry policy; says what it costs before it is saved. */
export function RetryForm({ settings, onDone }: { settings: RetrySettings; onDone: () => void }) {
  const { t } = useTranslation('retries');
  const [policy, setPolicy] = useState<RetryPolicy>(settings.policy);
  const change = (part: Partial<RetryPolicy>) => setPolicy({ ...policy, ...part });
  const { gatewayId, gatewayName: name } = settings;
  const save = useMutation(
    orpc.retries.save.mutationOptions({
      onError: notifyFailure,
      onSuccess: () => {
        notifyDone(t('saved', { name }));
        onDone();
      },
    }),
  );
  // Siar beside a gateway that tries again by itself would send, and charge, twice.
  const choices = settings.gatewayRetries
    ? (['gateway', 'nobody'] as const)
    : (['nobody', 'siar'] as const);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate({ gatewayId, policy });
      }}
    >
      <Stack gap={16}>
        <Text c="dimmed">{t('text')}</Text>
        <Radio.Group
          label={t('choose')}
          value={policy.who}
          onChange={(value) => {
            const who = choices.find((choice) => choice === value);
            if (who) change({ who });
          }}
        >
          <Stack gap={8} mt={8}>
            {choices.map((choice) => (
              <Radio
                key={choice}
                value={choice}
                label={t(`option.${choice}`)}
                description={t(`option.${choice}Text`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {policy.who === 'siar' && (
          <SiarFields policy={policy} onChange={change} settings={settings} />
        )}
        <Button type="submit" loading={save.isPending}>
          {t('save')}
        </Button>
      </Stack>
    </form>
  );
}

type FieldsProps = {
  policy: RetryPolicy;
  onChange: (part: Partial<RetryPolicy>) => void;
  settings: RetrySettings;
};

function SiarFields({ policy, onChange, settings }: FieldsProps) {
  const { t } = useTranslation('retries');
  return (
    <>
      {!settings.reportsCome && (
        <Alert color="orange" icon={<IconAlertTriangle size={18} aria-hidden />} p={12}>
          {t('noReports')}
        </Alert>
      )}
      <Checkbox.Group
        label={t('on')}
        description={t('never')}
        value={[...policy.on]}
        onChange={(values) => {
          const on = RETRY_STATES.filter((state) => values.includes(state));
          if (on.length > 0) onChange({ on });
        }}
      >
        <Stack gap={8} mt={8}>
          {RETRY_STATES.map((state) => (
            <Checkbox key={state} value={state} label={t(state)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Delays policy={policy} onChange={onChange} />
      <NumberInput
        label={t('within')}
        description={t('withinText')}
        min={1}
        max={MOST_HOURS}
        allowDecimal={false}
        suffix={` ${t('hours')}`}
        value={policy.withinHours}
        onChange={(value) => {
          if (typeof value === 'number' && value >= 1) onChange({ withinHours: value });
        }}
      />
      <Cost policy={policy} lastMonth={settings.lastMonth} />
    </>
  );
}

function Delays({ policy, onChange }: Omit<FieldsProps, 'settings'>) {
  const { t } = useTranslation('retries');
  const { delaysMinutes: delays } = policy;
  return (
    <Stack gap={8} role="group" aria-label={t('delays')}>
      <div>
        <Text size="sm" fw={500}>
          {t('delays')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('window')}
        </Text>
      </div>
      {delays.map((minutes, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a delay is what stands at its place
        <Group key={at} gap={8} wrap="nowrap">
          <NumberInput
            flex={1}
            aria-label={t('delay', { number: at + 1 })}
            min={1}
            max={MOST_MINUTES}
            allowDecimal={false}
            suffix={` ${t('minutes')}`}
            value={minutes}
            onChange={(value) => {
              if (typeof value === 'number' && value >= 1) {
                onChange({ delaysMinutes: delays.with(at, value) });
              }
            }}
          />
          <ActionIcon
            variant="default"
            size={36}
            disabled={delays.length === 1}
            aria-label={t('remove', { number: at + 1 })}
            onClick={() => onChange({ delaysMinutes: delays.toSpliced(at, 1) })}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {delays.length < MOST_RETRIES && (
        <Button
          variant="subtle"
          size="xs"
          w="fit-content"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange({ delaysMinutes: [...delays, delays.at(-1) ?? 30] })}
        >
          {t('add')}
        </Button>
      )}
    </Stack>
  );
}

function Cost({
  policy,
  lastMonth,
}: {
  policy: RetryPolicy;
  lastMonth: RetrySettings['lastMonth'];
}) {
  const { t } = useTranslation('retries');
  const format = useFormat();
  return (
    <Alert color="yellow" title={t('costTitle')} icon={<IconCoins size={18} aria-hidden />} p={12}>
      <Text size="sm">{t('costRule', { count: mostRetryCredits(policy, 1) })}</Text>
      <Text size="sm">
        {lastMonth.messages === 0
          ? t('noMonth')
          : t('month', {
              failed: format.number(lastMonth.failed),
              messages: format.number(lastMonth.messages),
              credits: format.number(lastMonth.failedCredits),
            })}
      </Text>
    </Alert>
  );
}
