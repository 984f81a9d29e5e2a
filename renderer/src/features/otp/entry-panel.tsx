import { Alert, Button, Group, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { IconCheck, IconInfoCircle, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { AnchorLink } from '#renderer/components/links.tsx';
import { EntryFacts } from '#renderer/features/otp/entry-facts.tsx';
import { coolDownLeft, resultOf, toClock } from '#renderer/features/otp/otp-result.ts';
import { ResultBadge } from '#renderer/features/otp/result-badge.tsx';
import { useNow } from '#renderer/hooks/use-now.ts';
import { useOtpWords } from '#renderer/features/otp/use-otp-words.ts';
import { VerifyForm } from '#renderer/features/otp/verify-form.tsx';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { OtpEntry } from '#shared/contract/otp.ts';
import { formatMsisdn } from '#shared/phone/format.ts';
import classes from '#renderer/features/otp/otp.module.css';

/** Often enough that no second is skipped. */
const TICK_MS = 500;

/** One request for a code: how long it counts, checking it, asking again, and all that is known. */
export function EntryPanel({ id, onSent }: { id: number; onSent: (entry: OtpEntry) => void }) {
  const entry = useQuery(orpc.otp.get.queryOptions({ input: { id } }));
  if (entry.isPending) return <Skeleton height={220} />;
  if (entry.isError) {
    return <ErrorState error={entry.error} onRetry={() => entry.refetch()} />;
  }
  return <Entry entry={entry.data} onSent={onSent} />;
}

function Entry({ entry, onSent }: { entry: OtpEntry; onSent: (entry: OtpEntry) => void }) {
  const { t } = useTranslation('otp');
  const { explain } = useOtpWords();
  const now = useNow(TICK_MS);
  const result = resultOf(entry, now);
  const mayArrive = entry.state === 'accepted' || entry.state === 'uncertain';
  const isOpen = mayArrive && result !== 'verified';
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  // It may have been removed since, or practise as another brand now.
  const able =
    gateways.data?.some(({ id, capabilities }) => id === entry.gatewayId && capabilities.otp) ??
    true;
  return (
    <Stack gap="md">
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} className="tabular">
          {formatMsisdn(entry.msisdn)}
        </Text>
        <ResultBadge result={result} />
      </Group>
      {entry.reason !== '' && (
        <Alert
          color={entry.state === 'uncertain' ? 'orange' : 'red'}
          icon={<IconInfoCircle size={18} aria-hidden />}
          p={12}
        >
          {explain(entry.status, entry.reason)}
        </Alert>
      )}
      {result === 'verified' && (
        <Alert icon={<IconCheck size={18} aria-hidden />} p={12} role="status">
          {t('entry.right')}
        </Alert>
      )}
      {isOpen && <Validity entry={entry} now={now} />}
      {isOpen && entry.practice && (
        <Text size="sm" c="dimmed">
          {t('entry.practice')}{' '}
          <AnchorLink to="/gateways" underline="always">
            {t('entry.phones')}
          </AnchorLink>
        </Text>
      )}
      {able ? (
        <>
          {isOpen && <VerifyForm entry={entry} />}
          <SendAgain entry={entry} now={now} onSent={onSent} />
        </>
      ) : (
        <Text size="sm">{t('entry.gatewayCannot', { gateway: entry.gatewayName })}</Text>
      )}
      <EntryFacts entry={entry} />
    </Stack>
  );
}

function Validity({ entry, now }: { entry: OtpEntry; now: number }) {
  const { t } = useTranslation('otp');
  const left = Math.max(0, (entry.validUntil - now) / 1_000);
  if (left === 0) return <Text c="dimmed">{t('entry.expired')}</Text>;
  return (
    <div>
      <div className={classes.clock} role="timer">
        <span>{t('entry.validFor')}</span>
        <b>{toClock(left)}</b>
      </div>
      <Progress
        value={(left / (entry.minutes * 60)) * 100}
        size={4}
        mt={4}
        transitionDuration={0}
        aria-label={t('entry.validFor')}
      />
    </div>
  );
}

/** The same request once more: a new message with a new code. */
function SendAgain({
  entry,
  now,
  onSent,
}: {
  entry: OtpEntry;
  now: number;
  onSent: (entry: OtpEntry) => void;
}) {
  const { t } = useTranslation('otp');
  const send = useMutation(
    orpc.otp.send.mutationOptions({
      onError: notifyFailure,
      onSuccess: ({ entry: sent }) => onSent(sent),
    }),
  );
  const wait = coolDownLeft(entry, now);
  const { gatewayId, msisdn, minutes, appId, brand, template, language } = entry;
  const again = () => {
    if (wait > 0 || send.isPending) return;
    const content =
      brand === null ? { text: template ?? '' } : { brand, language: language ?? undefined };
    send.mutate({ gatewayId, to: `+${msisdn}`, minutes, appId, ...content });
  };
  return (
    <Stack gap={4}>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
        disabled={wait > 0 || entry.state === 'sending'}
        loading={send.isPending}
        onClick={again}
      >
        {wait > 0 ? t('entry.againIn', { time: toClock(wait) }) : t('entry.again')}
      </Button>
      {entry.state !== 'rejected' && (
        <Text size="sm" c="dimmed">
          {t(entry.state === 'uncertain' ? 'entry.againUncertain' : 'entry.againText')}
        </Text>
      )}
    </Stack>
  );
}
