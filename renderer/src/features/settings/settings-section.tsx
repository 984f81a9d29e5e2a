import { Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from '#renderer/features/settings/settings.module.css';

/** A titled group of settings. */
export function SettingsSection({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <Title order={2} id={id}>
        {title}
      </Title>
      <div className={classes.rows}>{children}</div>
    </section>
  );
}
