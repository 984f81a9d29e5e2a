import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Figure } from '#renderer/components/figure.tsx';
import { RunwayNote } from '#renderer/components/runway-note.tsx';
import { useNow } from '#renderer/hooks/use-now.ts';
import { CountryTable } from '#renderer/features/campaigns/wizard/country-table.tsx';
import type { DraftInput } from '#renderer/features/campaigns/wizard/draft.ts';
import { GatewayShares } from '#renderer/features/campaigns/wizard/gateway-shares.tsx';
import { useCourses } from '#renderer/features/campaigns/wizard/use-courses.ts';
import classes from '#renderer/features/campaigns/wizard/wizard.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { GatewayRunway } from '#shared/contract/balances.ts';
import type { Preview } from '#shared/contract/campaign-preview.ts';

type TimeProps = {
  preview: Preview;
  input: DraftInput;
  /** By each gateway; empty until it is worked out. */
  courses: readonly GatewayRunway['courses'][number][];
};

/** People, cost and time of a campaign that is not sent yet. */
export function ReviewFigures({ preview, input }: { preview: Preview; input: DraftInput }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const gateway = gateways.data?.find((one) => one.id === input.gatewayId);
  const outlooks = useCourses(preview, input);
  const excluded = Object.entries(preview.excluded).filter(
    // Dead numbers have a place of their own, with the choice.
    ([reason, count]) => count > 0 && reason !== 'dead-number',
  );
  const isShared = preview.gateways.some(({ own }) => !own);
  // Each gateway has its own credits: the table of shares says them.
  const left = !isShared && gateway?.balance ? gateway.balance.credits - preview.credits : null;
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
        <TimeFigures
          preview={preview}
          input={input}
          courses={outlooks.flatMap(({ course }) => course ?? [])}
        />
      </div>
      {isShared && <GatewayShares gateways={preview.gateways} />}
      {outlooks.map(
        ({ runway }) =>
          (!runway.practice || runway.end !== null) && (
            <RunwayNote key={runway.gatewayId} runway={runway} />
          ),
      )}
      {excluded.map(([reason, count]) => (
        <Text size="sm" key={reason}>
          {t(`excluded.${reason}`, { count, defaultValue: t('excluded.other', { count, reason }) })}
        </Text>
      ))}
      {preview.countries.length > 0 && (
        <CountryTable countries={preview.countries} gateways={preview.gateways} />
      )}
      {preview.recipients === 0 && (
        <Text size="sm" c="red">
          {t('review.nobody')}
        </Text>
      )}
    </Stack>
  );
}

function TimeFigures({ preview, input, courses }: TimeProps) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const now = useNow(10_000);
  const from = input.scheduledAt ?? now;
  const startsAt = earliest(courses.map((course) => course.startsAt));
  const ends = courses.map((course) => course.finishesAt);
  const finishesAt =
    ends.length === 0 || ends.includes(null) ? null : Math.max(...ends.map(Number));
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
        value={finishesAt === null ? '–' : format.when(finishesAt)}
        note={t('review.takes', { span: format.duration(Math.max(1, preview.sendSeconds)) })}
      />
    </>
  );
}

function earliest(moments: readonly (number | null)[]): number | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length === 0 ? null : Math.min(...known);
}
