import { Text, type TextProps } from '@mantine/core';
import { useFormat } from '#renderer/hooks/use-format.ts';

/** A number as people compare them: grouped, tabular figures, its unit beside it. */
export function Count({ value, unit, ...text }: TextProps & { value: number; unit?: string }) {
  const format = useFormat();
  return (
    <Text component="span" inherit className="tabular" style={{ whiteSpace: 'nowrap' }} {...text}>
      {format.number(value)}
      {unit !== undefined && (
        <Text component="span" inherit c="dimmed">
          {' '}
          {unit}
        </Text>
      )}
    </Text>
  );
}
