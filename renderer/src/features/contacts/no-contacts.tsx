import { Button, Group } from '@mantine/core';
import { IconAddressBook } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';

/** The contacts page before there is anybody: a spreadsheet, the sample, or one person by hand. */
export function NoContacts({ onAdd }: { onAdd: () => void }) {
  const { t } = useTranslation('contacts');
  return (
    <EmptyState
      icon={IconAddressBook}
      title={t('empty.title')}
      text={t('empty.text')}
      action={
        <Group gap={8} mt={8}>
          <Can permission="contacts.write">
            <ButtonLink to="/contacts/import">{t('empty.import')}</ButtonLink>
          </Can>
          <Can permission="contacts.write">
            <Button variant="default" onClick={onAdd}>
              {t('add.title')}
            </Button>
          </Can>
        </Group>
      }
    />
  );
}
