import { Paper, SegmentedControl, Text, Title } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/reports/reports.module.css';

/** A titled chart whose table is one click away and carries the same figures. */
export function ChartSection({
  title,
  note,
  chart,
  table,
  wide = false,
}: {
  title: string;
  note?: string;
  chart: ReactNode;
  table: ReactNode;
  /** Takes the whole width of the page. */
  wide?: boolean;
}) {
  const { t } = useTranslation('reports');
  const [shown, setShown] = useState('chart');
  const id = useId();
  return (
    <Paper
      p={16}
      component="section"
      aria-labelledby={id}
      className={wide ? classes.wide : undefined}
    >
      <div className={classes.head}>
        <Title order={2} id={id}>
          {title}
        </Title>
        <SegmentedControl
          size="xs"
          value={shown}
          onChange={setShown}
          aria-label={`${t('view')}: ${title}`}
          transitionDuration={100}
          data={[
            { value: 'chart', label: t('chart') },
            { value: 'table', label: t('table') },
          ]}
        />
      </div>
      {note !== undefined && (
        <Text size="sm" c="dimmed" mb={8}>
          {note}
        </Text>
      )}
      {shown === 'chart' ? chart : <div className={classes.scroll}>{table}</div>}
    </Paper>
  );
}
