import { Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from '#renderer/features/session/session.module.css';

/** A page of its own, without the rail: sign in, unlock, new password. */
export function SessionPage({
  title,
  text,
  children,
}: {
  title: string;
  text?: ReactNode;
  children: ReactNode;
}) {
  useDocumentTitle(`${title} · Siar`);
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <img src="./siar.svg" width={22} height={22} alt="" />
          Siar
        </div>
        <div>
          <Title order={1}>{title}</Title>
          {text !== undefined && (
            <Text c="dimmed" mt={4} component="div">
              {text}
            </Text>
          )}
        </div>
        {children}
      </div>
    </main>
  );
}
