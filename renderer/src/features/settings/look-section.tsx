import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { settingsSchema, type Settings } from '#shared/contract/host.ts';
import { SettingRow } from '#renderer/features/settings/setting-row.tsx';
import { SettingsSection } from '#renderer/features/settings/settings-section.tsx';
import { LANGUAGES } from '#renderer/lib/languages.ts';

const { language: languageSchema, theme: themeSchema } = settingsSchema.shape;

/** Language and theme. */
export function LookSection({
  settings,
  onChange,
}: {
  settings: Settings;
  onChange: (part: Partial<Settings>) => void;
}) {
  const { t } = useTranslation('settings');
  return (
    <SettingsSection title={t('look.title')}>
      <SettingRow label={t('look.language')}>
        <SegmentedControl
          value={settings.language}
          aria-label={t('look.language')}
          transitionDuration={100}
          onChange={(value) => onChange({ language: languageSchema.parse(value) })}
          data={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </SettingRow>
      <SettingRow label={t('look.theme')}>
        <SegmentedControl
          value={settings.theme}
          aria-label={t('look.theme')}
          transitionDuration={100}
          onChange={(value) => onChange({ theme: themeSchema.parse(value) })}
          data={(['auto', 'light', 'dark'] as const).map((theme) => ({
            value: theme,
            label: t(`look.${theme}`),
          }))}
        />
      </SettingRow>
    </SettingsSection>
  );
}
