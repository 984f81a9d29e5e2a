import { SimpleGrid, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The shape of Home while its one call is on the way. */
export function HomeSkeleton() {
  const { t } = useTranslation('common');
  return (
    <div role="status" aria-label={t('loading')}>
      <Skeleton height={140} mb="md" />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Skeleton height={280} />
        <Skeleton height={280} />
      </SimpleGrid>
    </div>
  );
}
