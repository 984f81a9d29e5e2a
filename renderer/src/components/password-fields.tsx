import { PasswordInput, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { passwordProblem } from '#shared/users/password-rules.ts';

/** A new password, typed twice. */
export type NewPassword = { next: string; again: string };

/** The rules of both fields, for a user of this name. */
export function usePasswordRules(name: string) {
  const { t } = useTranslation('users');
  return {
    next: (next: string) => {
      const problem = passwordProblem(next, name);
      return problem === null ? null : t(`problem.${problem}`);
    },
    again: (again: string, { next }: NewPassword) => (again === next ? null : t('problem.differs')),
  };
}

/** See NewPassword. `form` has at least its two fields. */
export function PasswordFields<Values extends NewPassword>({
  form,
  autoFocus = false,
}: {
  form: UseFormReturnType<Values>;
  autoFocus?: boolean;
}) {
  const { t } = useTranslation('users');
  const shared = {
    autoComplete: 'new-password',
    required: true,
    visibilityToggleButtonProps: { 'aria-label': t('showPassword') },
  };
  return (
    <>
      <div>
        <PasswordInput
          label={t('newPassword')}
          autoFocus={autoFocus}
          {...shared}
          {...form.getInputProps('next')}
        />
        <Text size="sm" c="dimmed" mt={4}>
          {t('passwordHint')}
        </Text>
      </div>
      <PasswordInput label={t('newPasswordAgain')} {...shared} {...form.getInputProps('again')} />
    </>
  );
}
