import {
  Alert,
  Button,
  Checkbox,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconShieldExclamation } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DRIVERS, type DriverName, type Gateway } from '#shared/contract/gateways.ts';
import { DRIVER_FACTS } from '#shared/gateways/drivers.ts';
import {
  fieldOf,
  firstValues,
  hasCapTwice,
  isPlainHttp,
  toInput,
} from '#renderer/features/gateways/form-values.ts';
import { CapsFields } from '#renderer/features/gateways/caps-fields.tsx';
import { ReportsFields, type CalledIn } from '#renderer/features/gateways/reports-fields.tsx';
import { SecretFields } from '#renderer/features/gateways/secret-fields.tsx';
import { toFailure } from '#renderer/lib/failure.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

/** What kinds of gateways call in that call no reports in. */
const CALLED_IN: Readonly<Partial<Record<DriverName, CalledIn>>> = {
  sms123: 'approvals',
  twilio: 'replies',
  smsgate: 'replies',
};

/** Adds a gateway, or edits the one given. Refusals of the core stand at the field they are about. */
export function GatewayForm({
  driver,
  gateway,
  onDone,
}: {
  driver: DriverName;
  gateway?: Gateway;
  onDone: (saved: Gateway) => void;
}) {
  const { t } = useTranslation('gateways');
  const { t: common } = useTranslation('common');
  const navigate = useNavigate({ from: '/gateways' });
  const form = useForm({
    initialValues: {
      ...firstValues(driver, gateway),
      name: gateway?.name ?? t(`suggested.${driver}`),
    },
    validate: {
      name: (name) => (name.trim() === '' ? t('form.nameMissing') : null),
      caps: (caps) => (hasCapTwice(caps) ? t('form.capTwice') : null),
      rate: (rate) => (rate === '' || rate <= 0 ? t('form.rateBad') : null),
    },
  });
  const onError = (error: unknown) => {
    const field = fieldOf(toFailure(error).code);
    const first = `secrets.${DRIVER_FACTS[driver].secretFields[0] ?? ''}`;
    if (field === undefined) notifyFailure(error);
    else if (field === 'secretsError') form.setFieldError(first, failureText(error));
    else form.setFieldError(field, failureText(error));
  };
  const onSuccess = (saved: Gateway) => {
    notifyDone(t('form.saved', { name: saved.name }));
    onDone(saved);
  };
  const add = useMutation(orpc.gateways.add.mutationOptions({ onError, onSuccess }));
  const update = useMutation(orpc.gateways.update.mutationOptions({ onError, onSuccess }));
  const busy = add.isPending || update.isPending;
  const submit = form.onSubmit((values) => {
    if (busy) return;
    const input = toInput(values);
    if (gateway === undefined) add.mutate({ ...input, driver, profile: values.profile });
    else update.mutate({ ...input, id: gateway.id });
  });
  const kind = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Another kind is another form: its choice keeps the focus.
    if (document.activeElement === document.body) kind.current?.focus();
  }, []);
  const { url } = form.values;
  const { profiles, callbacks } = DRIVER_FACTS[driver];
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {gateway === undefined && (
          <div>
            <Select
              ref={kind}
              label={t('form.driver')}
              value={driver}
              allowDeselect={false}
              onChange={(value) =>
                void navigate({ search: { add: toDriver(value) }, replace: true })
              }
              data={DRIVERS.map((value) => ({ value, label: t(`driver.${value}`) }))}
            />
            <Text c="dimmed" mt={6}>
              {t(`driverText.${driver}`)}
            </Text>
          </div>
        )}
        <TextInput label={t('form.name')} required {...form.getInputProps('name')} />
        {gateway === undefined && profiles.length > 1 && (
          <Select
            label={driver === 'practice' ? t('form.imitates') : t('form.profile')}
            description={driver === 'practice' ? t('form.imitatesText') : t('form.profileText')}
            allowDeselect={false}
            data={profiles.map(({ id, label }) => ({ value: id, label }))}
            value={form.values.profile}
            onChange={(id) => {
              form.setFieldValue('profile', id ?? '');
              form.setFieldValue('url', profiles.find((one) => one.id === id)?.url ?? url);
            }}
          />
        )}
        {driver !== 'practice' && (
          <>
            <TextInput
              label={t('form.url')}
              description={t('form.urlText')}
              required
              type="url"
              {...form.getInputProps('url')}
            />
            {isPlainHttp(url) && (
              <Alert color="orange" icon={<IconShieldExclamation aria-hidden />}>
                <Checkbox
                  label={t('form.plainHttp')}
                  {...form.getInputProps('allowPlainHttp', { type: 'checkbox' })}
                />
              </Alert>
            )}
            <SecretFields driver={driver} form={form} stored={gateway?.secretsSet === true} />
          </>
        )}
        <NumberInput
          label={t('form.rate')}
          description={t('form.rateText')}
          min={0}
          max={100_000}
          allowNegative={false}
          suffix={` ${t('form.rateUnit')}`}
          required
          {...form.getInputProps('rate')}
        />
        <CapsFields form={form} />
        {driver !== 'practice' && callbacks && (
          <ReportsFields form={form} gateway={gateway} what={CALLED_IN[driver] ?? 'reports'} />
        )}
        <Button type="submit" loading={busy}>
          {gateway === undefined ? t('add') : common('save')}
        </Button>
      </Stack>
    </form>
  );
}

function toDriver(value: string | null): DriverName {
  return DRIVERS.find((driver) => driver === value) ?? 'esms';
}
