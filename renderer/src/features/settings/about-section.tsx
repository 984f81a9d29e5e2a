import { Button, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { CopyText } from '#renderer/components/copy-text.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { SettingRow } from '#renderer/features/settings/setting-row.tsx';
import { SettingsSection } from '#renderer/features/settings/settings-section.tsx';
import { orpc } from '#renderer/transport/client.ts';

/** Where everything is kept, which version this is, and the way back to the guide. */
export function AboutSection({
  guideDismissed,
  onOpenGuide,
}: {
  /** Null: whoever is signed in may not bring the guide back. */
  guideDismissed: boolean | null;
  onOpenGuide: () => void;
}) {
  const { t } = useTranslation(['settings', 'safety']);
  const navigate = useNavigate();
  const info = useQuery(orpc.host.info.queryOptions());
  if (info.isPending) return <Skeleton height={180} maw="52rem" />;
  if (info.isError) return <ErrorState error={info.error} onRetry={() => info.refetch()} />;
  return (
    <SettingsSection title={t('about.title')}>
      <SettingRow label={t('about.folder')} text={t('about.folderText')}>
        <CopyText text={info.data.dataFolder} />
      </SettingRow>
      <Can permission="data.manage">
        <SettingRow label={t('safety:link')} text={t('safety:linkText')}>
          <ButtonLink to="/settings/data" variant="default">
            {t('safety:open')}
          </ButtonLink>
        </SettingRow>
      </Can>
      <SettingRow label={t('about.secrets')} text={t(`about.secretsText.${info.data.secretsIn}`)}>
        <Text>{t(`about.secretsIn.${info.data.secretsIn}`)}</Text>
      </SettingRow>
      <SettingRow label={t('about.version')}>
        <Text className="tabular">
          Siar {info.data.version} · {t(`about.host.${info.data.host}`)}
        </Text>
      </SettingRow>
      {guideDismissed !== null && (
        <SettingRow label={t('about.guide')} text={t('about.guideText')}>
          <Button
            variant="default"
            onClick={() => {
              if (guideDismissed) onOpenGuide();
              void navigate({ to: '/' });
            }}
          >
            {t('about.guideOpen')}
          </Button>
        </SettingRow>
      )}
    </SettingsSection>
  );
}
