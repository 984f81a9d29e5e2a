import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

type FigureProps = {
  label: ReactNode;
  value: ReactNode;
  /** One short line under the value. */
  note?: ReactNode;
  /** The numbers a page is about. */
  big?: boolean;
};

/** A named value: what it is above, the value, and what to know about it below. */
export function Figure({ label, value, note, big = false }: FigureProps) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text
        component="div"
        className="tabular"
        fw={600}
        fz={big ? '1.375rem' : 'md'}
        lh={big ? '1.75rem' : undefined}
      >
        {value}
      </Text>
      {note !== undefined && (
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      )}
    </div>
  );
}
