import { useTranslation } from 'react-i18next';
import { ButtonLink } from '#renderer/components/links.tsx';
import { Page } from '#renderer/components/page.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';

/** An address that leads nowhere, for example an old bookmark. */
export function NotFoundPage() {
  const { t } = useTranslation('common');
  return (
    <Page>
      <PageHeader title={t('notFound.title')} description={t('notFound.text')} />
      <div>
        <ButtonLink to="/">{t('notFound.home')}</ButtonLink>
      </div>
    </Page>
  );
}
