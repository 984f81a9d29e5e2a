import '@mantine/dates/styles.css';
import 'dayjs/locale/ms';
import 'dayjs/locale/zh-cn';
import { Group, NumberInput, Radio, Stack, Text } from '@mantine/core';
import { DatesProvider, DateTimePicker, TimePicker } from '@mantine/dates';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNow } from '#renderer/hooks/use-now.ts';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import { localZone } from '#renderer/features/campaigns/wizard/local-zone.ts';
import { toLocalText, type Draft, type Issues } from '#renderer/features/campaigns/wizard/draft.ts';
import { IssueText, useIssueSentence } from '#renderer/features/campaigns/wizard/issue-text.tsx';
import { PacingChoice } from '#renderer/features/campaigns/wizard/pacing-choice.tsx';
import { orpc } from '#renderer/transport/client.ts';

/** When sending begins, in which hours, and how fast. */
export function WhenStep({ issues, checked }: { issues: Issues; checked: boolean }) {
  const { i18n } = useTranslation();
  return (
    <DatesProvider settings={{ locale: i18n.language === 'zh' ? 'zh-cn' : i18n.language }}>
      <Stack gap={32} maw={640}>
        <StartChoice issue={checked ? issues.at : undefined} />
        <WindowChoice issue={issues.window} />
        <RateChoice />
        <PacingChoice />
      </Stack>
    </DatesProvider>
  );
}

function asStart(value: string): Draft['when'] {
  return value === 'at' ? 'at' : 'now';
}

function StartChoice({ issue }: { issue: Issues['at'] }) {
  const { t } = useTranslation(['campaigns', 'common']);
  const { when, at } = useDraftStore((state) => state.draft);
  const patch = useDraftStore((state) => state.patch);
  const sentence = useIssueSentence(issue);
  const now = useNow(60_000);
  return (
    <Radio.Group
      label={t('wizard.start')}
      value={when}
      onChange={(value) => patch({ when: asStart(value) })}
    >
      <Stack gap={12} mt={8}>
        <Radio value="now" label={t('wizard.startNow')} />
        <Radio value="at" label={t('wizard.startAt')} />
        {when === 'at' && (
          <DateTimePicker
            ml={32}
            maw={320}
            label={t('wizard.dateTime')}
            placeholder={t('wizard.dateTimePlaceholder')}
            description={t('wizard.zoneNote', { zone: localZone() })}
            valueFormat="DD MMM YYYY, HH:mm"
            minDate={toLocalText(now)}
            value={at}
            onChange={(value) => patch({ at: value })}
            error={sentence}
            clearable
            previousLabel={t('common:calendar.previous')}
            nextLabel={t('common:calendar.next')}
          />
        )}
      </Stack>
    </Radio.Group>
  );
}

function asMode(value: string): Draft['windowMode'] {
  return value === 'always' || value === 'custom' ? value : 'advised';
}

function WindowChoice({ issue }: { issue: Issues['window'] }) {
  const { t } = useTranslation('campaigns');
  const { windowMode, windowFrom, windowTo, timeZone } = useDraftStore((state) => state.draft);
  const patch = useDraftStore((state) => state.patch);
  return (
    <Radio.Group
      label={t('wizard.window')}
      description={
        timeZone === null ? t('wizard.windowHelp') : t('wizard.windowZone', { zone: timeZone })
      }
      value={windowMode}
      onChange={(value) => patch({ windowMode: asMode(value) })}
    >
      <Stack gap={12} mt={12}>
        <Radio
          value="advised"
          label={t('wizard.windowAdvised')}
          description={t('wizard.windowAdvisedWhy')}
        />
        <Radio
          value="always"
          label={t('wizard.windowAlways')}
          description={t('wizard.windowAlwaysWhy')}
        />
        <Radio value="custom" label={t('wizard.windowCustom')} />
        {windowMode === 'custom' && (
          <Group ml={32} gap={16} align="flex-start">
            <TimePicker
              label={t('wizard.from')}
              value={windowFrom}
              onChange={(value) => patch({ windowFrom: value })}
              hoursInputLabel={t('wizard.hours')}
              minutesInputLabel={t('wizard.minutes')}
            />
            <TimePicker
              label={t('wizard.to')}
              value={windowTo}
              onChange={(value) => patch({ windowTo: value })}
              hoursInputLabel={t('wizard.hours')}
              minutesInputLabel={t('wizard.minutes')}
            />
          </Group>
        )}
        {windowMode === 'custom' && windowFrom > windowTo && windowTo !== '' && (
          <Text size="sm" c="dimmed" ml={32}>
            {t('wizard.overnight')}
          </Text>
        )}
      </Stack>
      <IssueText issue={issue} />
    </Radio.Group>
  );
}

function RateChoice() {
  const { t } = useTranslation('campaigns');
  const { rate, gatewayId } = useDraftStore((state) => state.draft);
  const patch = useDraftStore((state) => state.patch);
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const gateway = gateways.data?.find((one) => one.id === gatewayId);
  return (
    <NumberInput
      maw={320}
      label={t('wizard.rate')}
      description={
        gateway
          ? t('wizard.rateHelp', { gateway: gateway.name, count: gateway.rate })
          : t('wizard.rateHelpNone')
      }
      placeholder={gateway ? String(gateway.rate) : undefined}
      suffix={` ${t('wizard.perSecond')}`}
      min={0.01}
      max={100_000}
      decimalScale={2}
      value={rate ?? ''}
      onChange={(value) => patch({ rate: typeof value === 'number' && value > 0 ? value : null })}
    />
  );
}
