import { Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from '#renderer/features/home/home.module.css';

/** A titled part of Home; `aside` is a switch or link at the title's right. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.sectionTitle}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {aside}
      </div>
      {children}
    </section>
  );
}
