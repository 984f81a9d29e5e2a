import { TextInput, type TextInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A password that somebody else is given: readable, and changed by its user at the first sign-in. */
export function FirstPassword(props: TextInputProps) {
  const { t } = useTranslation('users');
  return (
    <TextInput
      label={t('first.password')}
      description={t('first.passwordText')}
      autoComplete="off"
      spellCheck={false}
      required
      {...props}
    />
  );
}
