import { Badge } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Says, with a sign and words, that a number gets no campaign messages. */
export function SuppressedMark() {
  const { t } = useTranslation('contacts');
  return (
    <Badge color="orange" leftSection={<IconBan size={12} aria-hidden />} style={{ flex: 'none' }}>
      {t('suppressed')}
    </Badge>
  );
}
