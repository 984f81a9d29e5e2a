import { Button, Group, Stepper, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { confirmAction } from '#renderer/components/confirm.ts';
import { useNow } from '#renderer/hooks/use-now.ts';
import { AudienceStep } from '#renderer/features/campaigns/wizard/audience-step.tsx';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import {
  emptyDraft,
  inputOf,
  issuesOf,
  STEPS,
  type DraftInput,
  type Step,
} from '#renderer/features/campaigns/wizard/draft.ts';
import { localZone } from '#renderer/features/campaigns/wizard/local-zone.ts';
import { MessageStep } from '#renderer/features/campaigns/wizard/message-step.tsx';
import { ReviewStep } from '#renderer/features/campaigns/wizard/review-step.tsx';
import { saveDraft } from '#renderer/features/campaigns/wizard/use-send.ts';
import { WhenStep } from '#renderer/features/campaigns/wizard/when-step.tsx';
import classes from '#renderer/features/campaigns/wizard/wizard.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

/** A key held down must not run through the steps; in a text area it may repeat. */
function ignoreHeldEnter(event: KeyboardEvent): void {
  const inText = event.target instanceof HTMLTextAreaElement;
  if (event.key === 'Enter' && event.repeat && !inText) event.preventDefault();
}

/** What the campaign is called while nobody has named it: the first list and the day. */
function useSuggestedName(): string {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const listIds = useDraftStore((state) => state.draft.listIds);
  const lists = useQuery(orpc.lists.all.queryOptions());
  const now = useNow(60_000);
  const first = lists.data?.find((list) => list.id === listIds[0])?.name ?? t('wizard.untitled');
  return `${first}, ${format.date(now)}`.slice(0, 200);
}

/** The four steps on one page, with the draft kept while one looks elsewhere. */
export function Wizard() {
  const { t } = useTranslation('campaigns');
  const { draft, step, checked, go, showIssues } = useDraftStore();
  const suggestedName = useSuggestedName();
  const issues = issuesOf(step, draft, localZone(), useNow(10_000));
  const input = inputOf(draft, suggestedName, localZone());
  // Where the review puts its Send button: it knows the numbers, the foot of the page has the room.
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const headingId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    heading.current?.focus();
  }, [step]);

  const next = () => {
    const following = STEPS[STEPS.indexOf(step) + 1];
    if (Object.keys(issues).length > 0) showIssues();
    else if (following !== undefined) go(following);
  };
  return (
    <div onKeyDown={ignoreHeldEnter}>
      <Stepper
        active={STEPS.indexOf(step)}
        onStepClick={(index) => go(STEPS[index] ?? 'audience')}
        size="xs"
        mb={24}
        aria-label={t('wizard.steps')}
      >
        {STEPS.map((one) => (
          <Stepper.Step key={one} label={t(`wizard.step.${one}`)} />
        ))}
      </Stepper>
      <section aria-labelledby={headingId}>
        <Title
          id={headingId}
          order={2}
          mb={16}
          ref={heading}
          tabIndex={-1}
          className={classes.heading}
        >
          {t(`wizard.heading.${step}`)}
        </Title>
        {step === 'audience' && (
          <AudienceStep issues={checked ? issues : {}} suggestedName={suggestedName} />
        )}
        {step === 'message' && <MessageStep issues={issues} checked={checked} />}
        {step === 'when' && <WhenStep issues={issues} checked={checked} />}
        {step === 'review' && <ReviewStep input={input} place={place} />}
        <Footer step={step} input={input} onNext={next} onPlace={setPlace} />
      </section>
    </div>
  );
}

type FooterProps = {
  step: Step;
  input: DraftInput | null;
  onNext: () => void;
  onPlace: (place: HTMLElement | null) => void;
};

function Footer({ step, input, onNext, onPlace }: FooterProps) {
  const { t } = useTranslation('campaigns');
  const { draft, dirty, go, open } = useDraftStore();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (wanted: DraftInput) => saveDraft(draft.campaignId, wanted),
    onSuccess: () => notifyDone(t('wizard.saved')),
    onError: notifyFailure,
    onSettled: () => void queries.invalidateQueries({ queryKey: orpc.campaigns.key() }),
  });
  const startOver = async () => {
    const sure = await confirmAction({
      title: t('wizard.startOverTitle'),
      text: t('wizard.startOverText'),
      confirmLabel: t('wizard.startOver'),
      danger: true,
    });
    if (sure) open(emptyDraft());
  };
  const before = STEPS[STEPS.indexOf(step) - 1];
  return (
    <div className={classes.footer}>
      <Button
        variant="default"
        disabled={before === undefined}
        onClick={() => before !== undefined && go(before)}
      >
        {t('wizard.back')}
      </Button>
      {dirty && draft.campaignId === null && step !== 'review' && (
        <Button variant="subtle" color="gray" onClick={() => void startOver()}>
          {t('wizard.startOver')}
        </Button>
      )}
      <Group gap={8} ml="auto">
        {input === null && (
          <Text size="sm" c="dimmed" visibleFrom="md">
            {t('wizard.saveNeeds')}
          </Text>
        )}
        <Button
          variant="default"
          disabled={input === null || !dirty}
          loading={save.isPending}
          onClick={() => input !== null && save.mutate(input)}
        >
          {t('wizard.save')}
        </Button>
        {step !== 'review' && <Button onClick={onNext}>{t('wizard.continue')}</Button>}
        <div ref={onPlace} className={classes.place} />
      </Group>
    </div>
  );
}
