import { Alert, Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { useNow } from '#renderer/hooks/use-now.ts';
import { DeadPeople } from '#renderer/features/campaigns/wizard/dead-people.tsx';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import { STEPS, issuesOf, type DraftInput } from '#renderer/features/campaigns/wizard/draft.ts';
import {
  blockedPeople,
  MissingFields,
} from '#renderer/features/campaigns/wizard/missing-fields.tsx';
import { localZone } from '#renderer/features/campaigns/wizard/local-zone.ts';
import { ReviewFigures } from '#renderer/features/campaigns/wizard/review-figures.tsx';
import { ReviewWarnings } from '#renderer/features/campaigns/wizard/review-warnings.tsx';
import { SampleTable } from '#renderer/features/campaigns/wizard/sample-table.tsx';
import { SendBar } from '#renderer/features/campaigns/wizard/send-bar.tsx';
import {
  ShortCreditNotice,
  useShortCredit,
} from '#renderer/features/campaigns/wizard/short-credit.tsx';
import { useSend } from '#renderer/features/campaigns/wizard/use-send.ts';
import { toFailure } from '#renderer/lib/failure.ts';
import { orpc } from '#renderer/transport/client.ts';

type ReviewProps<Input> = {
  input: Input;
  /** Element at the foot of the page for the Send button. */
  place: HTMLElement | null;
};

/** What exactly would go out, and the one button that sends it. */
export function ReviewStep({ input, place }: ReviewProps<DraftInput | null>) {
  return input === null ? <OpenSteps /> : <Review input={input} place={place} />;
}

/** Names the steps that still need something. */
function OpenSteps() {
  const { t } = useTranslation('campaigns');
  const draft = useDraftStore((state) => state.draft);
  const go = useDraftStore((state) => state.go);
  const now = useNow(10_000);
  const open = STEPS.filter(
    (step) => step !== 'review' && Object.keys(issuesOf(step, draft, localZone(), now)).length > 0,
  );
  return (
    <Alert
      color="yellow"
      icon={<IconInfoCircle size={18} aria-hidden />}
      title={t('review.openTitle')}
    >
      <Stack gap={4} align="flex-start">
        {open.map((step) => (
          <Anchor key={step} component="button" type="button" size="sm" onClick={() => go(step)}>
            {t(`review.open.${step}`)}
          </Anchor>
        ))}
      </Stack>
    </Alert>
  );
}

function Review({ input, place }: ReviewProps<DraftInput>) {
  const { t } = useTranslation('campaigns');
  const [agreed, setAgreed] = useState(false);
  const [owes, setOwes] = useState(false);
  const send = useSend();
  const preview = useQuery(
    orpc.campaigns.previewDraft.queryOptions({
      input: { ...input, samples: 20 },
      // Its own key: another campaign that is being sent must not count this one again and again.
      queryKey: ['draft-preview', input],
      staleTime: 0,
      gcTime: 0,
      // The one choice of this page counts everybody again; what was counted stays to be looked at.
      placeholderData: keepPreviousData,
    }),
  );
  // A refusal of the start says the same as one of the preview; the newest one is shown.
  const refusal = send.error ?? preview.error;
  const people = refusal ? blockedPeople(refusal) : null;
  const serious = (preview.data?.warnings ?? []).filter((one) => one.severity === 'warning');
  const short = useShortCredit(input.gatewayId, preview.data);
  const blocked = preview.isPlaceholderData
    ? t('review.counting')
    : short !== null && !short.mayOverdraw
      ? t('shortCredit.ask')
      : (serious.length > 0 && !agreed) || (short !== null && !owes)
        ? t('review.tickFirst')
        : null;
  return (
    <Stack gap={24}>
      {refusal && people && <MissingFields error={refusal} />}
      {refusal && !people && (
        <ErrorState
          error={refusal}
          onRetry={() => {
            send.reset();
            return preview.refetch();
          }}
        />
      )}
      {preview.isPending && (
        <Stack gap={8} role="status">
          <Text size="sm" c="dimmed">
            {t('review.counting')}
          </Text>
          <Skeleton height={200} />
        </Stack>
      )}
      {preview.data && (
        <>
          <ReviewFigures preview={preview.data} input={input} />
          <DeadPeople dead={preview.data.dead} />
          {short !== null && <ShortCreditNotice short={short} agreed={owes} onAgree={setOwes} />}
          <ReviewWarnings preview={preview.data} agreed={agreed} onAgree={setAgreed} />
          {preview.data.samples.length > 0 && <SampleTable samples={preview.data.samples} />}
          {place !== null &&
            createPortal(
              <SendBar
                recipients={preview.data.recipients}
                scheduledAt={input.scheduledAt}
                blocked={blocked}
                isSending={send.isPending || send.isSuccess}
                onSend={() =>
                  send.mutate({
                    input,
                    allowWarnings: serious.length > 0 && agreed,
                    allowShortCredit: short !== null && owes,
                  })
                }
                refused={send.error !== null && toFailure(send.error).kind === 'refused'}
              />,
              place,
            )}
        </>
      )}
    </Stack>
  );
}
