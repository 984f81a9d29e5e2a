import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InferClientOutputs } from '@orpc/client';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import { EXAMPLE_CODE } from '#shared/otp/wording.ts';
import classes from '#renderer/features/otp/otp.module.css';

type Preview = InferClientOutputs<SiarClient>['otp']['preview'];

/** The message as the phone shows it, with an example code, and whether it fits its one part. */
export function TextPreview({ preview }: { preview: Preview | undefined }) {
  const { t } = useTranslation('otp');
  const format = useFormat();
  const text = preview?.text ?? null;
  const prefix = preview?.prefix ?? '';
  const fits = preview === undefined || preview.units <= preview.capacity;
  return (
    <Stack gap={6}>
      <figure className={classes.phone} aria-label={t('preview.label')}>
        {text === null ? (
          <Text size="sm" c="dimmed" ta="center">
            {t(preview?.notices.length ? 'preview.unknown' : 'preview.none')}
          </Text>
        ) : (
          <div className={classes.bubble}>
            {prefix !== '' && <mark className={classes.prefix}>{prefix}</mark>}
            {text.slice(prefix.length)}
          </div>
        )}
      </figure>
      {text !== null && preview !== undefined && (
        <Group gap={12} justify="space-between" role="status" aria-live="polite">
          <Text
            size="sm"
            fw={600}
            c={fits ? undefined : 'var(--mantine-color-error)'}
            className="tabular"
          >
            {t('preview.count', {
              used: format.number(preview.units),
              capacity: format.number(preview.capacity),
            })}
          </Text>
          <Text size="sm" c="dimmed">
            {t('preview.example', { code: EXAMPLE_CODE })}
          </Text>
        </Group>
      )}
      {prefix !== '' && (
        <Text size="sm" c="dimmed">
          {t('preview.prefix', { prefix: prefix.trim() })}
        </Text>
      )}
      {preview?.notices
        .filter(({ code }) => code !== 'wording-unknown')
        .map(({ code, message }) => (
          <Text key={code} size="sm" c="dimmed">
            {t(`notice.${code}`, { defaultValue: message })}
          </Text>
        ))}
    </Stack>
  );
}
