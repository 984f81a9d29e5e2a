import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Page } from '#renderer/components/page.tsx';

/** The shape of a page while its code or its data is on the way. */
export function PageSkeleton() {
  const { t } = useTranslation('common');
  return (
    <Page>
      <Stack gap="md" role="status" aria-label={t('loading')}>
        <Skeleton height={28} width={220} />
        <Skeleton height={16} width={360} />
        <Skeleton height={120} mt="md" />
        <Skeleton height={200} />
      </Stack>
    </Page>
  );
}
