import type { ReactNode } from 'react';
import classes from '#renderer/components/page.module.css';

/** The body of a page: a column that fills the window, so that a table in it can take what is left. */
export function Page({ children }: { children: ReactNode }) {
  return <div className={classes.page}>{children}</div>;
}
