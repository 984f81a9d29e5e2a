import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Figure } from '#renderer/components/figure.tsx';
import { RunwayNote } from '#renderer/components/runway-note.tsx';
import { useNow } from '#renderer/hooks/use-now.ts';
import { CountryTable } from '#renderer/features/campaigns/wizard/country-table.tsx';
import type { DraftInput } from '#renderer/features/campaigns/wizard/draft.ts';
import { useCourse } from '#renderer/features/campaigns/wizard/use-course.ts';
import classes from '#renderer/features/campaigns/wizard/wizard.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { GatewayRunway } from '#shared/contract/balances.ts';
import type { Preview } from '#shared/contract/campaign-preview.ts';

type TimeProps = {
  preview: Preview;
  input: DraftInput;
  /** Undefined until it is worked out. */
  course: GatewayRunway['courses'][number] | undefined;
};

/** People, cost and time of a campaign that is not sent yet. */
export function ReviewFigures({ preview, input }: { preview: Preview; input: DraftInput }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const gateway = gateways.data?.find((one) => one.id === input.gatewayId);
  const outlook = useCourse(preview, input);
  const excluded = Object.entries(preview.excluded).filter(([, count]) => count > 0);
  const left = gateway?.balance ? gateway.balance.credits - preview.credits : null;
  return (
    <Stack gap={16}>
      <div className={classes.facts}>
        <Figure label={t('review.recipients')} value={format.number(preview.recipients)} big />
        <Figure
          label={t('review.credits')}
          value={format.number(preview.credits)}
          big
          note={
            gateway?.practice === true
              ? t('review.practiceFree')
              : left === null
                ? undefined
                : left < 0
                  ? t('review.short', { count: -left })
                  : t('review.left', { count: left })
          }
        />
        <Figure
          label={t('review.parts')}
          value={format.number(preview.parts)}
          note={t('review.longest', { count: preview.longestParts })}
        />
        <Figure
          label={t('review.encodings')}
          value={`${format.number(preview.gsm7)} / ${format.number(preview.ucs2)}`}
          note={t('review.encodingsNote')}
        />
        <TimeFigures preview={preview} input={input} course={outlook?.course} />
      </div>
      {outlook && (!outlook.runway.practice || outlook.runway.end !== null) && (
        <RunwayNote runway={outlook.runway} />
      )}
      {excluded.map(([reason, count]) => (
        <Text size="sm" key={reason}>
          {t(`excluded.${reason}`, { count, defaultValue: t('excluded.other', { count, reason }) })}
        </Text>
      ))}
      {preview.countries.length > 0 && <CountryTable countries={preview.countries} />}
      {preview.recipients === 0 && (
        <Text size="sm" c="red">
          {t('review.nobody')}
        </Text>
      )}
    </Stack>
  );
}

function TimeFigures({ preview, input, course }: TimeProps) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const now = useNow(10_000);
  const from = input.scheduledAt ?? now;
  const startsAt = course?.startsAt ?? null;
  const waits = startsAt !== null && startsAt > from + 60_000;
  return (
    <>
      <Figure
        label={t('review.starts')}
        value={
          input.scheduledAt === null && !waits ? t('review.now') : format.when(startsAt ?? from)
        }
        note={waits ? t('review.waits', { window: input.window }) : undefined}
      />
      <Figure
        label={t('review.finishes')}
        value={course?.finishesAt ? format.when(course.finishesAt) : '–'}
        note={t('review.takes', { span: format.duration(Math.max(1, preview.sendSeconds)) })}
      />
    </>
  );
}
