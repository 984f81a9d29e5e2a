import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from '#renderer/features/settings/settings.module.css';

/** One setting: what it is and means at the left, its control or value at the right. */
export function SettingRow({
  label,
  text,
  children,
}: {
  label: string;
  text?: string;
  children: ReactNode;
}) {
  return (
    <div className={classes.row}>
      <div>
        <Text fw={500}>{label}</Text>
        {text !== undefined && <Text c="dimmed">{text}</Text>}
      </div>
      <div className={classes.control}>{children}</div>
    </div>
  );
}
