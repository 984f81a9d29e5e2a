import { Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseWindow } from '#shared/schedule/window.ts';

/** The advised hours: what the gateway's own user guide advises for Malaysia. */
const ADVISED = { start: '08:00', end: '19:00' };

/** Daily hours in which campaigns may send, or any time. Kept when a complete, legal pair stands there. */
export function WindowInput({
  value,
  onChange,
}: {
  value: string;
  onChange: (window: string) => void;
}) {
  const { t } = useTranslation('settings');
  const parsed = parseWindow(value);
  const hours = parsed.ok && parsed.window !== 'always' ? parsed.window : ADVISED;
  const always = parsed.ok && parsed.window === 'always';
  const [start, setStart] = useState(hours.start);
  const [end, setEnd] = useState(hours.end);
  const text = `${start}-${end}`;
  const typed = parseWindow(text);
  const keep = () => {
    if (typed.ok && text !== value) onChange(text);
  };
  return (
    <>
      <SegmentedControl
        value={always ? 'always' : 'hours'}
        aria-label={t('sending.window')}
        transitionDuration={100}
        onChange={(kind) => onChange(kind === 'always' ? 'always' : text)}
        data={[
          { value: 'hours', label: t('sending.hours') },
          { value: 'always', label: t('sending.always') },
        ]}
      />
      {!always && (
        <>
          <Group gap="xs" wrap="nowrap">
            <TextInput
              type="time"
              aria-label={t('sending.from')}
              value={start}
              onChange={(event) => setStart(event.currentTarget.value)}
              onBlur={keep}
            />
            <Text aria-hidden>–</Text>
            <TextInput
              type="time"
              aria-label={t('sending.to')}
              value={end}
              onChange={(event) => setEnd(event.currentTarget.value)}
              onBlur={keep}
            />
          </Group>
          {!typed.ok && (
            <Text size="xs" c="var(--mantine-color-error)" role="alert">
              {t('sending.windowBad')}
            </Text>
          )}
        </>
      )}
    </>
  );
}
