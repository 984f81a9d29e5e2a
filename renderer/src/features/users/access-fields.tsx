import { NumberInput, Radio, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { ROLES, type Role } from '#shared/users/permissions.ts';

/** What a user may do and spend; an empty limit is none. */
export type Access = { role: Role; dailyLimit: number | string };

/** The limit as the core takes it. */
export function toLimit(value: Access['dailyLimit']): number | null {
  return typeof value === 'number' ? Math.trunc(value) : null;
}

/** See Access. Each role says in a line what it is for. */
export function AccessFields<Values extends Access>({ form }: { form: UseFormReturnType<Values> }) {
  const { t } = useTranslation('users');
  return (
    <>
      <Radio.Group label={t('role.label')} {...form.getInputProps('role')}>
        <Stack gap={8} mt={6}>
          {ROLES.map((role) => (
            <Radio
              key={role}
              value={role}
              label={t(`role.${role}`)}
              description={t(`roleText.${role}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <NumberInput
        label={t('limit.label')}
        description={t('limit.text')}
        placeholder={t('limit.none')}
        min={0}
        max={1_000_000_000}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator
        {...form.getInputProps('dailyLimit')}
      />
    </>
  );
}
