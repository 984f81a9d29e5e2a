import { NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/host.ts';
import { SettingRow } from '#renderer/features/settings/setting-row.tsx';
import { SettingsSection } from '#renderer/features/settings/settings-section.tsx';
import { WindowInput } from '#renderer/features/settings/window-input.tsx';
import { useCountryOptions } from '#renderer/hooks/use-country-options.ts';
import classes from '#renderer/features/settings/settings.module.css';

/** What new imports and new campaigns begin with. */
export function SendingSection({
  settings,
  onChange,
}: {
  settings: Settings;
  onChange: (part: Partial<Settings>) => void;
}) {
  const { t } = useTranslation('settings');
  const countries = useCountryOptions(settings.country);
  return (
    <SettingsSection title={t('sending.title')}>
      <SettingRow label={t('sending.country')} text={t('sending.countryText')}>
        <Select
          className={classes.wide}
          searchable
          aria-label={t('sending.country')}
          data={countries}
          value={settings.country}
          allowDeselect={false}
          onChange={(country) => {
            if (country !== null) onChange({ country });
          }}
        />
      </SettingRow>
      <SettingRow label={t('sending.window')} text={t('sending.windowText')}>
        <WindowInput
          key={settings.window}
          value={settings.window}
          onChange={(window) => onChange({ window })}
        />
      </SettingRow>
      <SettingRow label={t('sending.lookUpDays')} text={t('sending.lookUpDaysText')}>
        <NumberInput
          aria-label={t('sending.lookUpDays')}
          min={0}
          max={365}
          allowDecimal={false}
          clampBehavior="strict"
          suffix={` ${t('sending.days')}`}
          defaultValue={settings.lookUpDays}
          onBlur={({ currentTarget }) => {
            const lookUpDays = Number.parseInt(currentTarget.value, 10);
            if (lookUpDays >= 0 && lookUpDays !== settings.lookUpDays) onChange({ lookUpDays });
          }}
        />
      </SettingRow>
    </SettingsSection>
  );
}
