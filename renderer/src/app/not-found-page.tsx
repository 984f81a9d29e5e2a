import { IconMapOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { Page } from '#renderer/components/page.tsx';

/** An address that leads nowhere, for example an old bookmark. */
export function NotFoundPage() {
  const { t } = useTranslation('common');
  return (
    <Page>
      <EmptyState
        icon={IconMapOff}
        title={t('notFound.title')}
        text={t('notFound.text')}
        action={<ButtonLink to="/">{t('notFound.home')}</ButtonLink>}
      />
    </Page>
  );
}
