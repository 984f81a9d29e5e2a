import { Button, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCountryChoices } from '#renderer/features/gateways/routing/country-choices.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { toFailure } from '#renderer/lib/failure.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { RoutingRuleLine } from '#shared/contract/routing.ts';

/** Adds a rule behind the others, or changes one where it stands. */
export function RuleForm({ rule, onDone }: { rule: RoutingRuleLine | null; onDone: () => void }) {
  const { t } = useTranslation('routing');
  const [kind, setKind] = useState<'country' | 'prefix'>(
    rule !== null && rule.prefix !== null ? 'prefix' : 'country',
  );
  const [country, setCountry] = useState(rule?.country ?? null);
  const [prefix, setPrefix] = useState(rule?.prefix ?? '');
  const [gatewayId, setGatewayId] = useState(rule?.gatewayId ?? null);
  const [checked, setChecked] = useState(false);
  const countries = useCountryChoices();
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const real = (gateways.data ?? []).filter(({ practice }) => !practice);
  const options = { onSuccess: onDone, onError: noteOther };
  const add = useMutation(orpc.routing.add.mutationOptions(options));
  const update = useMutation(orpc.routing.update.mutationOptions(options));
  const error = add.error ?? update.error;
  const field = error === null ? undefined : toFailure(error).details?.['field'];
  const match = kind === 'country' ? { country: country ?? '' } : { prefix };
  const isEmpty = kind === 'country' ? country === null : prefix.trim() === '';
  const save = () => {
    setChecked(true);
    if (isEmpty || gatewayId === null || add.isPending || update.isPending) return;
    if (rule === null) add.mutate({ ...match, gatewayId });
    else update.mutate({ id: rule.id, ...match, gatewayId });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Stack gap={16}>
        <Radio.Group
          label={t('form.kind')}
          value={kind}
          onChange={(value) => setKind(value === 'prefix' ? 'prefix' : 'country')}
        >
          <Stack gap={8} mt={8}>
            <Radio value="country" label={t('form.country')} />
            <Radio value="prefix" label={t('form.prefix')} />
          </Stack>
        </Radio.Group>
        {kind === 'country' ? (
          <Select
            label={t('form.whichCountry')}
            placeholder={t('form.choose')}
            data={countries}
            value={country}
            onChange={setCountry}
            searchable
            withAsterisk
            nothingFoundMessage={t('form.nothing')}
            error={checked && country === null ? t('form.needed') : undefined}
          />
        ) : (
          <TextInput
            label={t('form.digits')}
            description={t('form.digitsHelp')}
            value={prefix}
            onChange={(event) => setPrefix(event.currentTarget.value)}
            inputMode="tel"
            maxLength={40}
            withAsterisk
            error={
              field === 'prefix' && error !== null
                ? failureText(error)
                : checked && prefix.trim() === ''
                  ? t('form.needed')
                  : undefined
            }
          />
        )}
        <Select
          label={t('form.gateway')}
          placeholder={t('form.choose')}
          description={t('form.noPractice')}
          data={real.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={gatewayId === null ? null : String(gatewayId)}
          onChange={(value) => setGatewayId(value === null ? null : Number(value))}
          withAsterisk
          error={checked && gatewayId === null ? t('form.needed') : undefined}
        />
        <Text size="sm" c="dimmed">
          {t('form.frozen')}
        </Text>
        <Button type="submit" loading={add.isPending || update.isPending}>
          {rule === null ? t('add') : t('form.save')}
        </Button>
      </Stack>
    </form>
  );
}

/** What is wrong with a field is said at the field. */
function noteOther(error: Error): void {
  if (toFailure(error).details?.['field'] !== 'prefix') notifyFailure(error);
}
