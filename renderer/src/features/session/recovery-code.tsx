import { Button, Checkbox, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '#renderer/components/copy-text.tsx';
import classes from '#renderer/features/session/session.module.css';

/** A recovery code, shown this once: the way on opens when the person says that it is kept. */
export function RecoveryCode({ code, onKept }: { code: string; onKept: () => void }) {
  const { t } = useTranslation('users');
  const [isKept, setKept] = useState(false);
  return (
    <Stack gap="md">
      <Text>{t('code.text')}</Text>
      <div className={classes.code} role="group" aria-label={t('code.label')}>
        <CopyText text={code} />
      </div>
      <Checkbox
        label={t('code.kept')}
        checked={isKept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Button disabled={!isKept} onClick={onKept}>
        {t('code.go')}
      </Button>
    </Stack>
  );
}
