import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCountryOptions } from '#renderer/hooks/use-country-options.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { RateLine } from '#shared/contract/rates.ts';
import { OTHER_COUNTRIES } from '#shared/credits/rates.ts';
import { readRate } from '#shared/credits/read-rate.ts';

type RateFormProps = {
  gatewayId: number;
  defaultRate: number;
  /** Null: a new one. */
  line: RateLine | null;
  onDone: () => void;
};

/** One line of a rate table. Campaigns that were started keep their prices. */
export function RateForm({ gatewayId, defaultRate, line, onDone }: RateFormProps) {
  const { t } = useTranslation('rates');
  const format = useFormat();
  const countries = useCountryOptions(
    line?.country === OTHER_COUNTRIES ? undefined : line?.country,
  );
  const [country, setCountry] = useState<string>(line?.country ?? 'MY');
  const [prefix, setPrefix] = useState(line?.prefix ?? '');
  const [rate, setRate] = useState<string | number>(line?.rate ?? '');
  const [confirmed, setConfirmed] = useState(line?.confirmed ?? true);
  const [isChecked, setChecked] = useState(false);
  const read = readRate({ country, prefix, rate: rate === '' ? null : Number(rate), confirmed });
  const wrong = isChecked && !read.ok ? read.problem.field : null;
  const say = (field: 'country' | 'prefix' | 'rate') =>
    wrong === field && !read.ok
      ? t(`problem.${read.problem.code}`, { country, prefix })
      : undefined;
  const options = { onError: notifyFailure };
  const done = (words: string) => {
    notifyDone(words);
    onDone();
  };
  const set = useMutation(
    orpc.rates.set.mutationOptions({ ...options, onSuccess: () => done(t('form.saved')) }),
  );
  const remove = useMutation(
    orpc.rates.remove.mutationOptions({ ...options, onSuccess: () => done(t('form.removed')) }),
  );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!read.ok || set.isPending) return;
    const { hundredths } = read.row;
    set.mutate({
      gatewayId,
      country,
      prefix,
      rate: hundredths === null ? null : hundredths / 100,
      confirmed,
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Select
          label={t('column.country')}
          data={[...countries, { value: OTHER_COUNTRIES, label: t('others') }]}
          value={country}
          searchable
          disabled={line !== null}
          allowDeselect={false}
          onChange={(value) => setCountry(value ?? country)}
          error={say('country')}
        />
        {country !== OTHER_COUNTRIES && (
          <TextInput
            label={t('column.prefix')}
            description={t('form.prefixHelp')}
            value={prefix}
            disabled={line !== null}
            inputMode="numeric"
            onChange={(event) => setPrefix(event.currentTarget.value)}
            error={say('prefix')}
          />
        )}
        <NumberInput
          label={t('column.rate')}
          description={t('form.rateHelp', { rate: format.rate(defaultRate) })}
          value={rate}
          min={0}
          max={1_000}
          decimalScale={2}
          onChange={setRate}
          error={say('rate')}
        />
        <Checkbox
          label={t('form.confirmed')}
          description={t('form.confirmedHelp')}
          checked={confirmed}
          onChange={(event) => setConfirmed(event.currentTarget.checked)}
        />
        <Text size="sm" c="dimmed">
          {t('form.frozen')}
        </Text>
        <Group justify="space-between">
          <Button type="submit" loading={set.isPending}>
            {t('form.save')}
          </Button>
          {line !== null && (
            <Button
              variant="subtle"
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              loading={remove.isPending}
              onClick={() => remove.mutate({ gatewayId, country, prefix })}
            >
              {t('form.remove')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
