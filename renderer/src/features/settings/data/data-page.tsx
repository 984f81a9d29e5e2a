import { Alert, Skeleton, Text } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CopyText } from '#renderer/components/copy-text.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { Page } from '#renderer/components/page.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { CheckSection } from '#renderer/features/settings/data/check-section.tsx';
import { CopiesSection } from '#renderer/features/settings/data/copies-section.tsx';
import { RestoreSection } from '#renderer/features/settings/data/restore-section.tsx';
import { StagedNotice } from '#renderer/features/settings/data/staged-notice.tsx';
import { SettingRow } from '#renderer/features/settings/setting-row.tsx';
import { SettingsSection } from '#renderer/features/settings/settings-section.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { useCan } from '#renderer/hooks/use-session.ts';
import { inWords } from '#renderer/lib/core-words.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { LastRestore } from '#shared/contract/safety.ts';

/** Where the data is, copies of it, putting one back, and looking whether all is whole. */
export function DataPage() {
  const { t } = useTranslation(['safety', 'settings']);
  const format = useFormat();
  const mayManage = useCan('data.manage');
  const state = useQuery(orpc.safety.state.queryOptions({ enabled: mayManage }));
  const back = { to: '/settings', label: t('settings:title') } as const;
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} back={back} />
      {!mayManage ? (
        <Text>{t('ownerOnly')}</Text>
      ) : state.error ? (
        <ErrorState error={state.error} onRetry={() => state.refetch()} />
      ) : !state.data ? (
        <Skeleton height={320} maw="52rem" />
      ) : (
        <>
          {state.data.staged && (
            <StagedNotice staged={state.data.staged} canRestart={state.data.canRestart} />
          )}
          {state.data.lastRestore && !state.data.staged && (
            <LastRestoreNotice last={state.data.lastRestore} />
          )}
          <SettingsSection title={t('place.title')}>
            <SettingRow label={t('place.folder')} text={t('place.folderText')}>
              <CopyText text={state.data.dataFolder} />
            </SettingRow>
            <SettingRow label={t('place.size')}>
              <Text className="tabular">{format.bytes(state.data.bytes)}</Text>
            </SettingRow>
          </SettingsSection>
          <CopiesSection state={state.data} />
          <RestoreSection state={state.data} />
          <CheckSection />
        </>
      )}
    </Page>
  );
}

function LastRestoreNotice({ last }: { last: LastRestore }) {
  const { t } = useTranslation('safety');
  const format = useFormat();
  return (
    <Alert
      color={last.ok ? 'blue' : 'orange'}
      icon={<IconRestore size={18} aria-hidden />}
      title={t(last.ok ? 'last.done' : 'last.refused', {
        name: last.name,
        at: format.when(last.at),
      })}
      p={12}
      maw="52rem"
      flex="none"
    >
      {last.keptAs !== null && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('last.kept', { path: last.keptAs })}
        </Text>
      )}
      {last.message !== null && <Text size="sm">{inWords(last.message)}</Text>}
    </Alert>
  );
}
