import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Figure } from '#renderer/components/figure.tsx';
import { useNow } from '#renderer/hooks/use-now.ts';
import { estimateSending } from '#renderer/features/campaigns/wizard/estimate.ts';
import { localZone } from '#renderer/features/campaigns/wizard/local-zone.ts';
import type { DraftInput } from '#renderer/features/campaigns/wizard/draft.ts';
import classes from '#renderer/features/campaigns/wizard/wizard.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Preview } from '#shared/contract/campaigns.ts';
import { parseWindow } from '#shared/schedule/window.ts';

/** People, cost and time of a campaign that is not sent yet. */
export function ReviewFigures({ preview, input }: { preview: Preview; input: DraftInput }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const gateway = gateways.data?.find((one) => one.id === input.gatewayId);
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
        <TimeFigures preview={preview} input={input} />
      </div>
      {excluded.map(([reason, count]) => (
        <Text size="sm" key={reason}>
          {t(`excluded.${reason}`, { count, defaultValue: t('excluded.other', { count, reason }) })}
        </Text>
      ))}
      {preview.recipients === 0 && (
        <Text size="sm" c="red">
          {t('review.nobody')}
        </Text>
      )}
    </Stack>
  );
}

function TimeFigures({ preview, input }: { preview: Preview; input: DraftInput }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const now = useNow(10_000);
  const window = parseWindow(input.window);
  const from = input.scheduledAt ?? now;
  const estimate = window.ok
    ? estimateSending(from, preview.sendSeconds, window.window, input.timeZone ?? localZone())
    : null;
  const waits = estimate !== null && estimate.startsAt > from + 60_000;
  return (
    <>
      <Figure
        label={t('review.starts')}
        value={
          input.scheduledAt === null && !waits
            ? t('review.now')
            : format.when(estimate?.startsAt ?? from)
        }
        note={waits ? t('review.waits', { window: input.window }) : undefined}
      />
      <Figure
        label={t('review.finishes')}
        value={estimate === null ? '–' : format.when(estimate.finishesAt)}
        note={t('review.takes', { span: format.duration(Math.max(1, preview.sendSeconds)) })}
      />
    </>
  );
}
