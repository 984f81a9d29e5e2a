import { Group, Kbd } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SettingRow } from '#renderer/features/settings/setting-row.tsx';
import { SettingsSection } from '#renderer/features/settings/settings-section.tsx';
import { isMac } from '#renderer/lib/platform.ts';

/** Keys that work everywhere. */
export function ShortcutsSection() {
  const { t } = useTranslation('settings');
  const shortcuts = [
    { name: 'palette', keys: [isMac() ? '⌘' : 'Ctrl', 'K'] },
    { name: 'close', keys: ['Esc'] },
    { name: 'rows', keys: ['↑', '↓'] },
    { name: 'pages', keys: ['Page Up', 'Page Down'] },
    { name: 'ends', keys: ['Home', 'End'] },
    { name: 'open', keys: ['Enter'] },
  ];
  return (
    <SettingsSection title={t('shortcuts.title')}>
      {shortcuts.map(({ name, keys }) => (
        <SettingRow key={name} label={t(`shortcuts.${name}`)}>
          <Group gap={4}>
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </Group>
        </SettingRow>
      ))}
    </SettingsSection>
  );
}
