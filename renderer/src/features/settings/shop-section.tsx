import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { settingsSchema, type Settings } from '#shared/contract/host.ts';
import { SettingRow } from '#renderer/features/settings/setting-row.tsx';
import { SettingsSection } from '#renderer/features/settings/settings-section.tsx';
import classes from '#renderer/features/settings/settings.module.css';

type ShopField = 'shopName' | 'shopAddress' | 'shopRegistration' | 'payTo';

const { shape } = settingsSchema;

/** Who the shop is, for receipts and reports, and where its users pay for credits. */
export function ShopSection({
  settings,
  onChange,
}: {
  settings: Settings;
  onChange: (part: Partial<Settings>) => void;
}) {
  const { t } = useTranslation('settings');
  const field = (name: ShopField) => ({
    value: settings[name],
    maxLength: shape[name].maxLength ?? undefined,
    onKeep: (value: string) => onChange({ [name]: value }),
  });
  return (
    <SettingsSection title={t('shop.title')}>
      <SettingRow label={t('shop.name')} text={t('shop.nameText')}>
        <KeptText label={t('shop.name')} {...field('shopName')} />
      </SettingRow>
      <SettingRow label={t('shop.address')}>
        <KeptText label={t('shop.address')} lines={3} {...field('shopAddress')} />
      </SettingRow>
      <SettingRow label={t('shop.registration')} text={t('shop.registrationText')}>
        <KeptText label={t('shop.registration')} {...field('shopRegistration')} />
      </SettingRow>
      <SettingRow label={t('shop.payTo')} text={t('shop.payToText')}>
        <KeptText label={t('shop.payTo')} lines={3} {...field('payTo')} />
      </SettingRow>
    </SettingsSection>
  );
}

/** A text that is kept when the person leaves the field. */
function KeptText({
  label,
  value,
  maxLength,
  lines = 1,
  onKeep,
}: {
  label: string;
  value: string;
  maxLength: number | undefined;
  lines?: number;
  onKeep: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const common = {
    className: classes.wide,
    'aria-label': label,
    value: typed,
    maxLength,
    onBlur: () => {
      const text = typed.trim();
      setTyped(text);
      if (text !== value) onKeep(text);
    },
  };
  return lines === 1 ? (
    <TextInput {...common} onChange={(event) => setTyped(event.currentTarget.value)} />
  ) : (
    <Textarea
      {...common}
      autosize
      minRows={lines}
      maxRows={6}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
