import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/host.ts';
import { SettingRow } from '#renderer/features/settings/setting-row.tsx';
import { SettingsSection } from '#renderer/features/settings/settings-section.tsx';
import classes from '#renderer/features/settings/settings.module.css';

const MINUTES = [1, 5, 10, 15, 30, 60, 120];

/** What holds where users sign in. */
export function UsersSection({
  settings,
  onChange,
}: {
  settings: Settings;
  onChange: (part: Partial<Settings>) => void;
}) {
  const { t } = useTranslation('settings');
  const choices = [...new Set([...MINUTES, settings.idleMinutes])]
    .filter((minutes) => minutes > 0)
    .toSorted((a, b) => a - b);
  return (
    <SettingsSection title={t('users.title')}>
      <SettingRow label={t('users.idle')} text={t('users.idleText')}>
        <Select
          className={classes.wide}
          aria-label={t('users.idle')}
          allowDeselect={false}
          value={String(settings.idleMinutes)}
          onChange={(minutes) => {
            if (minutes !== null) onChange({ idleMinutes: Number(minutes) });
          }}
          data={[
            ...choices.map((minutes) => ({
              value: String(minutes),
              label: t('users.minutes', { count: minutes }),
            })),
            { value: '0', label: t('users.never') },
          ]}
        />
      </SettingRow>
    </SettingsSection>
  );
}
